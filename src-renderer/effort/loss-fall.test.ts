import { expect, it } from 'vitest'
import { fallOf } from './loss-fall.ts'

const bin = (low: number, early: number, late: number) => ({
  low,
  points: [
    { x: 100, y: 9 },
    { x: 500, y: early },
    { x: 600, y: early },
    { x: 800, y: late },
    { x: 900, y: late },
  ],
})

it('weighs the fall of each bin by how often it is drawn; the first third of the steps is not counted', () => {
  const found = fallOf([bin(1, 3, 2), bin(0.1, 0.4, 0.1), bin(0.01, 0.2, 0.3)], (sigma) => (sigma > 1 ? 1 : 2))!
  expect(found.map(({ x }) => x)).toEqual([0.01, 0.1, 1].map((low) => expect.closeTo(low * Math.sqrt(10), 12)))
  // falls of 0 (it rose), .3 at twice the density, and 1
  expect(found.map(({ y }) => y * Math.log(10))).toEqual([0, 0.6 / 1.6, 1 / 1.6].map((y) => expect.closeTo(y, 12)))
})

it('is nothing before both thirds have values, and where nothing falls', () => {
  expect(fallOf([], () => 1)).toBeNull()
  expect(
    fallOf(
      [
        { low: 1, points: [{ x: 9, y: 1 }] },
        { low: 2, points: [] },
      ],
      () => 1,
    ),
  ).toBeNull()
  expect(fallOf([bin(1, 1, 2), bin(0.1, 1, 1)], () => 1)).toBeNull()
})
