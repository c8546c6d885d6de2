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
  expect(tileDifferences(a, b, { columns: 2, rows: 1, gap: 0 })).toEqual([0, 1])
  expect(tileDifferences(a, b, { columns: 4, rows: 2, gap: 0 })).toEqual([0, 0, 1, 1, 0, 0, 1, 1])
})

it('leaves out the lines between the tiles of a look', () => {
  // 8 x 8 digits of 28 x 28 with 2 pixels between them and around.
  const [a, b] = [blank(242, 242), blank(242, 242)]
  const [left, top] = [2 + 3 * 30, 2 + 5 * 30]
  for (let y = top; y < top + 28; y++) b.data.fill(255, 4 * (y * 242 + left), 4 * (y * 242 + left + 28))
  const differences = tileDifferences(a, b, { columns: 8, rows: 8, gap: 2 })!
  expect(differences[5 * 8 + 3]).toBe(1)
  expect(differences.filter((difference) => difference > 0)).toHaveLength(1)
})

it('does not compare grids of other shapes', () => {
  expect(tileDifferences(blank(4, 2), blank(2, 2), { columns: 2, rows: 1, gap: 0 })).toBe(null)
  expect(tileDifferences(blank(4, 2), blank(4, 2), { columns: 3, rows: 1, gap: 0 })).toBe(null)
})
