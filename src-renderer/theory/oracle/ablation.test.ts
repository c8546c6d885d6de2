import { expect, it } from 'vitest'
import { errorTable } from '#theory/errors/table.ts'
import { cellOf, sentenceOfMatch, sentenceOfTable } from './ablation.ts'

it('prints cells as published, and what is infinite as such', () => {
  expect([0.173, 4.7695, 6.7e-4, 1e-15, 0.0049, null].map(cellOf)).toEqual([
    '0.17',
    '4.77',
    '6.7e-4',
    '0',
    '4.9e-3',
    '∞',
  ])
})

it('says which scheme comes nearest, how much is infinite, and how many published cells match', () => {
  const table = errorTable([1, 0.1, 0])
  expect(sentenceOfTable(table)).toMatch(/from the prior (EM|EI|Euler|Heun) comes nearest.*8 cells are infinite/)
  expect(sentenceOfMatch('power law', table)).toBe('')
  expect(sentenceOfMatch('cifar10-train', table)).toMatch(/of the 160 published cells/)
})
