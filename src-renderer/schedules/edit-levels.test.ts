import { describe, expect, it } from 'vitest'
import { addSigma, insertLevel, moveLevel, removeLevel, snapped } from './edit-levels.ts'

const falls = (sigmas: readonly number[]) => sigmas.every((sigma, i) => i === 0 || sigma < sigmas[i - 1])
const geometric = Array.from({ length: 1000 }, (_, i) => 50 * (0.01 / 50) ** (i / 999))

describe('moveLevel', () => {
  it('gives the number asked for bit for bit where there is room, and leaves the others', () => {
    expect(moveLevel([10, 5, 1], 1, 0.1 + 1.2)).toEqual([10, 0.1 + 1.2, 1])
    expect(moveLevel([10, 5, 1], 0, 1e9)).toEqual([1e9, 5, 1])
  })
  it.each([0, 1, 5, 100, 5000])('keeps the order however far it is dragged, with reach %i', (reach) => {
    for (const index of [0, 1, 400, 998, 999])
      for (const sigma of [1e-12, 0.3, 7, 1e12]) {
        const moved = moveLevel(geometric, index, sigma, reach)
        expect(falls(moved)).toBe(true)
        expect(moved.every((value, j) => Math.abs(j - index) <= reach || value === geometric[j])).toBe(true)
      }
  })
  it('moves farther when neighbours come along', () => {
    const alone = moveLevel(geometric, 500, 1e6)[500]
    expect(moveLevel(geometric, 500, 1e6, 50)[500]).toBeGreaterThan(alone * 1.05)
  })
  it('takes a hundred steps back and forth without wearing the list', () => {
    let sigmas: readonly number[] = geometric
    for (let i = 0; i < 100; i++) sigmas = moveLevel(sigmas, 500, i % 2 ? 1e9 : 1e-9, 20)
    expect(falls(sigmas)).toBe(true)
  })
})

it('adds a level halfway in ln sigma, and one more step after the last', () => {
  expect(insertLevel([4, 1], 0)).toEqual({ sigmas: [4, 2, 1], index: 1 })
  expect(insertLevel([4, 2], 1)).toEqual({ sigmas: [4, 2, 1], index: 2 })
})

it('puts a sigma where it belongs, once', () => {
  expect(addSigma([4, 2, 1], 3)).toEqual({ sigmas: [4, 3, 2, 1], index: 1 })
  expect(addSigma([4, 2, 1], 8)).toEqual({ sigmas: [8, 4, 2, 1], index: 0 })
  expect(addSigma([4, 2, 1], 0.5)).toEqual({ sigmas: [4, 2, 1, 0.5], index: 3 })
  expect(addSigma([4, 2, 1], 2)).toEqual({ sigmas: [4, 2, 1], index: 1 })
})

it('keeps two levels', () => {
  expect(removeLevel([4, 2, 1], 1)).toEqual([4, 1])
  expect(removeLevel([4, 2], 1)).toEqual([4, 2])
})

it('snaps to significant digits', () => {
  expect([snapped(0.01234), snapped(57.6), snapped(1.005e-7)]).toEqual([0.012, 58, 1e-7])
})
