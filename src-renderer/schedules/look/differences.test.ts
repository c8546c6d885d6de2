import { expect, it } from 'vitest'
import { tileDifferences, type Pixels } from './differences.ts'

const blank = (width: number, height: number): Pixels => ({
  width,
  height,
  data: new Uint8ClampedArray(4 * width * height),
})

it('finds the tile that differs, and by how much', () => {
  const [a, b] = [blank(4, 2), blank(4, 2)]
  for (const [x, y] of [
    [2, 0],
    [3, 0],
    [2, 1],
    [3, 1],
  ])
    b.data.fill(255, 4 * (y * 4 + x), 4 * (y * 4 + x) + 3)
  expect(tileDifferences(a, b, 2, 1)).toEqual([0, 1])
  expect(tileDifferences(a, b, 4, 2)).toEqual([0, 0, 1, 1, 0, 0, 1, 1])
})

it('does not compare grids of other shapes', () => {
  expect(tileDifferences(blank(4, 2), blank(2, 2), 2, 1)).toBe(null)
  expect(tileDifferences(blank(4, 2), blank(4, 2), 3, 1)).toBe(null)
})
