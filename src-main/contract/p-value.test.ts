import { expect, it } from 'vitest'
import { pValueText } from './p-value.ts'

it('a small p-value is said to be below what is shown', () => {
  expect([0.0224, 1, 1e-4, 9.9e-5, 0].map(pValueText)).toEqual(['0.0224', '1.0000', '0.0001', '<0.0001', '<0.0001'])
})
