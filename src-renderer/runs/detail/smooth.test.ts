import { expect, it } from 'vitest'
import { smooth } from './smooth.ts'

const series = (...values: number[]) => values.map((y, x) => ({ x, y }))

it('leaves a constant as it is from the first point on', () => {
  for (const { y } of smooth(series(3, 3, 3, 3), 0.9)) expect(y).toBeCloseTo(3, 12)
})

it('weighs recent points more: 1, then (0.5 * 0.5 + 0.5 * 2) / 0.75', () => {
  expect(smooth(series(1, 2), 0.5).map(({ y }) => y)).toEqual([1, (0.25 + 1) / 0.75])
})

it('gives the series back at weight 0, and keeps gaps as gaps', () => {
  expect(smooth(series(1, 5, 2), 0)).toEqual(series(1, 5, 2))
  const [, gap, after] = smooth(series(1, NaN, 1), 0.5)
  expect([gap.y, after.y]).toEqual([NaN, 1])
})
