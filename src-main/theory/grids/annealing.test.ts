import { describe, expect, it } from 'vitest'
import { normals, STREAMS } from '../noise/philox.ts'
import { overlap, ratioOfOverlap, varianceRatio } from './annealing.ts'

const ratio = (sigma1: number, levels: number) => (sigma1 / 0.01) ** (1 / (levels - 1))

describe('what annealed Langevin needs of its levels', () => {
  it('has the overlaps and variances of the reference settings', () => {
    const cifar = ratio(50, 232)
    expect(cifar).toBeCloseTo(1.03756, 5)
    expect(overlap(cifar, 3072)).toBeCloseTo(0.567, 3)
    expect(varianceRatio(cifar, { eps: 6.2e-6, inner: 5, sigmaL: 0.01 })).toBeCloseTo(1.0555, 4)
  })

  it('has the table for 200 levels to .01, eps 6.2e-6, five steps', () => {
    const table = [
      [1, 1.0234, 0.984, 0.892, 1.04],
      [5, 1.0317, 0.967, 0.729, 1.049],
      [10, 1.0353, 0.956, 0.632, 1.053],
      [20, 1.0389, 0.942, 0.526, 1.057],
      [30, 1.0411, 0.933, 0.462, 1.059],
      [100, 1.0474, 0.897, 0.284, 1.066],
    ]
    for (const [sigma1, gamma, c784, c3072, variance] of table) {
      expect(Math.abs(ratio(sigma1, 200) - gamma)).toBeLessThan(5.1e-5)
      expect(Math.abs(overlap(ratio(sigma1, 200), 784) - c784)).toBeLessThan(5.1e-4)
      expect(Math.abs(overlap(ratio(sigma1, 200), 3072) - c3072)).toBeLessThan(5.1e-4)
      expect(
        Math.abs(varianceRatio(ratio(sigma1, 200), { eps: 6.2e-6, inner: 5, sigmaL: 0.01 }) - variance),
      ).toBeLessThan(5.1e-4)
    }
  })

  it('inverts the overlap', () => {
    expect(ratioOfOverlap(0.5, 2)).toBe(Infinity)
    for (const d of [30, 784, 3072, 196_608])
      for (const target of [0.01, 0.5, 0.95]) expect(overlap(ratioOfOverlap(target, d), d)).toBeCloseTo(target, 7)
  })

  it('has the variance that Langevin chains on a point mass have', () => {
    const steps = { eps: 2e-5, inner: 4, sigmaL: 0.01 }
    const [chains, gamma] = [20_000, 1.4]
    const x = new Float64Array(chains)
    const z = new Float64Array(chains)
    normals({ seed: 2, stream: STREAMS.start, sample: 0, step: 0 }, x)
    for (let i = 0; i < chains; i++) x[i] *= gamma
    for (let step = 0; step < steps.inner; step++) {
      normals({ seed: 2, stream: STREAMS.step, sample: 0, step }, z)
      // sigma = 1, score -x: x - a x + sqrt(2 a) z with a = eps/sigma_L^2.
      for (let i = 0; i < chains; i++) x[i] += -0.2 * x[i] + Math.sqrt(0.4) * z[i]
    }
    const variance = x.reduce((sum, value) => sum + value * value, 0) / chains
    expect(Math.abs(variance / varianceRatio(gamma, steps) - 1)).toBeLessThan(0.03)
    expect(varianceRatio(gamma, { ...steps, eps: 4e-5, convention: 'report' })).toBeCloseTo(
      varianceRatio(gamma, steps),
      14,
    )
  })
})
