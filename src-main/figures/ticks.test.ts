import { describe, expect, it } from 'vitest'
import { linearTexts, logText, plainTick } from './tick-text.ts'
import { linearTicks, logTicks, symlogTicks } from './ticks.ts'

const named = (...from: Parameters<typeof logTicks>) =>
  logTicks(...from)
    .filter(({ strong }) => strong)
    .map(({ value }) => value)
const texts = (ticks: readonly number[]) => linearTexts(ticks).map(plainTick)

describe('ticks', () => {
  it('are round numbers inside a linear range', () => {
    expect(linearTicks([0, 1], 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1])
    expect(linearTicks([-3, 17], 4)).toEqual([0, 5, 10, 15])
    expect(linearTicks([0, 2], 6, true)).toEqual([0, 1, 2])
    expect(linearTicks([0.1, 0.3], 2)).toEqual([0.1, 0.2, 0.3])
    expect(linearTicks([4, 4], 5)).toEqual([4])
  })

  it('are all different in tiny and huge ranges', () => {
    for (const ends of [
      [1e-300, 3e-300],
      [0, 5e-324 * 100],
      [-1.7e308, 1.7e308],
      [-1e300, 1e300],
      [1e12, 1e12 + 3],
      [0.3, 0.3 + 1e-9],
    ] as const) {
      const found = linearTicks(ends, 5)
      expect(found.length).toBeGreaterThan(1)
      expect(new Set(texts(found)).size).toBe(found.length)
      expect(found.every((tick) => tick >= ends[0] && tick <= ends[1])).toBe(true)
    }
  })

  it('are powers of ten, 2 and 5 times them where there is room, even ones below a power', () => {
    // The last has a name of its own, half a power above 10; 3 lies too near to 1 for one.
    expect(named([0.01, 50], 240, 34)).toEqual([0.01, 0.1, 1, 10, 50])
    expect(named([0.01, 3], 240, 60)).toEqual([0.01, 0.1, 1])
    expect(named([3, 60], 300, 40)).toEqual([3, 5, 10, 20, 50])
    expect(logTicks([0.02, 30], 240, 34, null).filter(({ end }) => end)).toEqual([])
    expect(named([1e-12, 1], 400, 80)).toEqual([1e-12, 1e-9, 1e-6, 1e-3, 1])
    expect(named([11, 35], 400, 80)).toEqual([15, 20, 25, 30, 35])
    expect(named([5.1, 19], 100, 40).length).toBeGreaterThan(1)
    expect(named([1e-300, 1e300], 400, 80).length).toBeLessThan(8)
    // 2 to 9 times a power, without a name.
    expect(logTicks([0.01, 1], 100, 40).filter(({ strong }) => !strong)).toHaveLength(16)
  })

  it('are 0 and powers of either sign on an axis that is logarithmic away from 0', () => {
    expect(symlogTicks([-100, 1000], 1, 600, 30).map(({ value }) => value)).toEqual([
      -100, -10, -1, 0, 1, 10, 100, 1000,
    ])
    // Between 0 and 1 lies less than a third of a power, which has no room for both names.
    expect(symlogTicks([-100, 1000], 1, 600, 40).map(({ value }) => value)).toEqual([-100, -10, 0, 10, 100, 1000])
    expect(symlogTicks([0, 1e6], 1, 120, 40).length).toBeLessThan(5)
  })
})

describe('names of ticks', () => {
  it('have the same number of decimals, as many as tell them apart', () => {
    expect(texts([0, 0.5, 1])).toEqual(['0.0', '0.5', '1.0'])
    expect(texts([-10, 0, 10])).toEqual(['−10', '0', '10'])
    expect(texts([0, 20_000, 40_000])).toEqual(['0', '20\u2009000', '40\u2009000'])
    expect(texts([100_000.001, 100_000.002])).toEqual(['100\u2009000.001', '100\u2009000.002'])
    expect(texts([0])).toEqual(['0'])
  })
  it('are powers of ten where numbers are very large or small', () => {
    expect(texts([0, 1.5e-9, 3e-9])).toEqual(['0', '1.5×10⁻⁹', '3.0×10⁻⁹'])
    expect([0.001, 0.5, 10_000, 1e5, 1e-12, -1e-7, 2e8].map((value) => plainTick(logText(value)))).toEqual([
      '0.001',
      '0.5',
      '10\u2009000',
      '10⁵',
      '10⁻¹²',
      '−10⁻⁷',
      '2×10⁸',
    ])
  })
})
