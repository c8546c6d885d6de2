import { expect, it } from 'vitest'
import { evaluated } from './expression.ts'

it.each([
  ['12', 12],
  [' -1.5e-3 ', -0.0015],
  ['0,25', 0.25],
  ['+.5', 0.5],
  ['−3', -3],
  ['1/3', 1 / 3],
  ['sqrt(2)', Math.SQRT2],
  ['√2', Math.SQRT2],
  ['2^-4', 1 / 16],
  ['-2^2', -4],
  ['2**3**2', 512],
  ['8 - 2 - 1', 5],
  ['8 / 2 / 2', 2],
  ['2*(1+3)', 8],
  ['3 × 4', 12],
  ['2*pi', 2 * Math.PI],
  ['exp(1)', Math.E],
  ['ln(10)', Math.LN10],
  ['log10(1000)', 3],
  ['1e3/2', 500],
])('reads %j', (text, value) => {
  expect(evaluated(text)).toBeCloseTo(value, 12)
})

it.each([
  '',
  ' ',
  '1/0',
  'sqrt(-1)',
  '1 2',
  '2(3)',
  '()',
  'sqrt 2',
  '(1',
  '1)',
  'constructor',
  'x',
  '1..2',
  '1/',
  '--',
  '[1]',
  '1;2',
])('reads no number in %j', (text) => {
  expect(evaluated(text)).toBeNull()
})
