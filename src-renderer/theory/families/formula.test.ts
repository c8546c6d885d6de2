import { expect, it } from 'vitest'
import { complexityTable } from '#theory/errors/complexity.ts'
import { piecesOf } from './formula.ts'

const flat = (formula: string) =>
  piecesOf(formula)
    .map(({ text, power }) => (power ? `[${text}]` : text))
    .join('')

it('sets powers apart from what they stand on', () => {
  expect(flat('d^{3/2} log(d/eps)/eps^3')).toBe('d[3/2] log(d/ε)/ε[3]')
  expect(flat('(b + a t)^rho/2')).toBe('(b + a t)[ρ]/2')
})

it('leaves no caret or brace in any formula of the table', () => {
  for (const { f, g, formulas } of complexityTable())
    for (const formula of [f, g, ...Object.values(formulas)])
      expect(piecesOf(formula).every(({ text }) => !/[\^{}]/.test(text))).toBe(true)
})
