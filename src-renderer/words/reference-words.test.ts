import { expect, it } from 'vitest'
import { runConfig } from '#contract/run-config.ts'
import { referenceOf, referencesSaid } from './reference-words.ts'

it('names what an evaluation holds its samples to', () => {
  const reference = { name: 'mnist', subset: { fractions: { '1': 0.35 } } }
  expect(referenceOf(runConfig.parse({ kind: 'evaluate', samples: '2', reference }))).toBe('mnist, 35 % of 1')
  expect(referenceOf(runConfig.parse({ kind: 'compare', runs: ['2'] }))).toBeNull()
})
it('says which runs have which where there are several', () => {
  const judged = [
    { number: 2, reference: 'mnist' },
    { number: 3, reference: 'mnist, test split' },
    { number: 4, reference: 'mnist' },
    { number: 5, reference: null },
  ]
  expect(referencesSaid(judged)).toBe('mnist (run 2, 4); mnist, test split (run 3)')
  expect(referencesSaid(judged.slice(2))).toBe('mnist')
  expect(referencesSaid([])).toBe('')
})
