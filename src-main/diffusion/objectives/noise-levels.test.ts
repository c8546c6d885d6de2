import { describe, expect, it } from 'vitest'
import { drawSigmas, type NoiseLevels } from './noise-levels.ts'

const key = { seed: 3, stream: 4, sample: 0, step: 0 }
const n = 20_000
const moments = (values: number[]) => {
  const mean = values.reduce((a, b) => a + b) / values.length
  return [mean, Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length)]
}

describe('drawSigmas', () => {
  it('log-normal: ln sigma has mean P_mean and standard deviation P_std', () => {
    const draws = drawSigmas({ name: 'log-normal', pMean: -1.2, pStd: 1.1 }, key, n)
    const [mean, std] = moments(Array.from(draws, Math.log))
    expect(Math.abs(mean + 1.2)).toBeLessThan(4 * (1.1 / Math.sqrt(n)))
    expect(Math.abs(std - 1.1)).toBeLessThan(4 * (1.1 / Math.sqrt(2 * n)))
  })

  it('log-uniform: ln sigma is uniform between its ends', () => {
    const draws = Array.from(drawSigmas({ name: 'log-uniform', sigmaMin: 0.01, sigmaMax: 50 }, key, n), Math.log)
    const [low, high] = [Math.log(0.01), Math.log(50)]
    const tenths = Array.from({ length: 10 }, () => 0)
    for (const value of draws) tenths[Math.floor((10 * (value - low)) / (high - low))]++
    for (const count of tenths) expect(Math.abs(count - n / 10)).toBeLessThan(5 * Math.sqrt(n / 10))
  })

  it('sequence: each level alike, and no other value', () => {
    const sigmas = [5, 1, 0.1]
    const draws = drawSigmas({ name: 'sequence', sigmas }, key, n)
    for (const sigma of sigmas) {
      const count = draws.filter((draw) => draw === Math.fround(sigma)).length
      expect(Math.abs(count - n / 3)).toBeLessThan(5 * Math.sqrt(n / 3))
    }
  })

  it('gives sample i the same level in any batch', () => {
    const levels: NoiseLevels = { name: 'log-normal', pMean: 0, pStd: 1 }
    expect(drawSigmas(levels, { ...key, sample: 7 }, 3)).toEqual(drawSigmas(levels, key, 10).slice(7))
  })

  it('refuses a range the wrong way round, naming the field', () => {
    const levels: NoiseLevels = { name: 'log-uniform', sigmaMin: 2, sigmaMax: 1 }
    expect(() => drawSigmas(levels, key, 1)).toThrow(/sigma_max must be above sigma_min \(2\), got 1/)
  })
})
