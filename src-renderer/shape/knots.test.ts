import { expect, it } from 'vitest'
import { knotsOf } from './knots.ts'

it('takes knots from a list, ends included', () => {
  expect(knotsOf([9, 8, 7, 6, 5], 3)).toEqual([
    { u: 0, sigma: 9 },
    { u: 0.5, sigma: 7 },
    { u: 1, sigma: 5 },
  ])
  expect(knotsOf([2, 1], 8)).toHaveLength(2)
})
