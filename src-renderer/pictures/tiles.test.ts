import { expect, it } from 'vitest'
import { sampleAt, sheetGrid, tileOf } from './tiles.ts'

it('finds the samples of a sheet of 8 x 8 digits', () => {
  const grid = sheetGrid(128)
  expect(grid).toEqual({ columns: 8, rows: 8, gap: 2 })
  expect(tileOf(0, { width: 242, height: 242 }, grid)).toEqual({ x: 2, y: 2, width: 28, height: 28 })
  expect(tileOf(63, { width: 242, height: 242 }, grid)).toEqual({ x: 212, y: 212, width: 28, height: 28 })
})

it('names the sample at a point, the last where the row is short', () => {
  expect(sampleAt(0.99, 0.01, 64)).toBe(7)
  expect(sampleAt(0.01, 0.99, 64)).toBe(56)
  expect(sheetGrid(20).rows).toBe(3)
  expect(sampleAt(0.99, 0.99, 20)).toBe(19)
})
