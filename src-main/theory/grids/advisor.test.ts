import { describe, expect, it } from 'vitest'
import { normals, STREAMS } from '../noise/philox.ts'
import { adviseSchedule, bestEps } from './advisor.ts'
import { overlap, varianceRatio } from './annealing.ts'
import { pairwiseDistances, type Distances } from './distances.ts'
import { diagnose } from './doctor/doctor.ts'
import { sigmaSequence } from './sequences.ts'

const KEY = { seed: 1, stream: STREAMS.subset, sample: 0, step: 0 }
const known = (max: number): Distances => ({
  max,
  upperBound: max,
  exact: true,
  compared: 0,
  quantiles: { median: max / 2, q90: 0.7 * max, q99: 0.8 * max, max },
  sampled: 1,
})

function cloud(n: number, d: number): Float32Array {
  const x = new Float32Array(n * d)
  normals({ seed: 3, stream: STREAMS.law, sample: 0, step: 0 }, x)
  return x
}

describe('pairwise distances', () => {
  it('sample quantiles that a normal cloud has, the same for the same key', () => {
    const d = 200
    const { quantiles } = pairwiseDistances(cloud(400, d), 400, d, 5000, KEY, 1)
    // |x - y|^2 = 2 chi^2_d: median near 2d (1 - 2/(9d))^3.
    expect(quantiles.median / Math.sqrt(2 * d * (1 - 2 / (9 * d)) ** 3)).toBeCloseTo(1, 2)
    expect(quantiles.q90).toBeGreaterThan(quantiles.median)
    expect(quantiles.max).toBeGreaterThanOrEqual(quantiles.q99)
    expect(pairwiseDistances(cloud(400, d), 400, d, 5000, KEY, 1).quantiles).toEqual(quantiles)
  })

  it('are refused for what is no set of images', () => {
    expect(() => pairwiseDistances([1, 2, 3], 2, 2, 10, KEY)).toThrow(expect.objectContaining({ field: 'images' }))
    expect(() => pairwiseDistances([1], 1, 1, 10, KEY)).toThrow(expect.objectContaining({ field: 'images' }))
    expect(() => pairwiseDistances([1, NaN], 2, 1, 10, KEY)).toThrow('not finite')
    expect(() => pairwiseDistances([1, 2], 2, 1, 0, KEY)).toThrow(expect.objectContaining({ field: 'sample_size' }))
  })
})

describe('the advisor', () => {
  it('comes to the published setting for CIFAR-10: eps 6.2e-6 for 232 levels of five steps', () => {
    const gamma = 5000 ** (1 / 231)
    expect(Number(bestEps(gamma, 5, 0.01).toPrecision(2))).toBe(6.2e-6)
    expect(varianceRatio(gamma, { eps: bestEps(gamma, 5, 0.01), inner: 5, sigmaL: 0.01 })).toBeCloseTo(1.0555, 4)
    const advice = adviseSchedule({ d: 3072, distances: known(50), dataRange: [0, 1] })
    expect(advice.sigmaMax.value).toBe(50)
    expect(advice.sigmaMin.value).toBe(0.01)
    expect(Math.abs(advice.levels.value / 232 - 1)).toBeLessThan(0.1)
    expect(Math.abs(advice.eps.value / 6.2e-6 - 1)).toBeLessThan(0.1)
    expect(advice.overlap).toBeCloseTo(0.5, 1)
    expect(advice.nfe).toBe(5 * advice.levels.value)
  })

  it('comes near the published eps of the larger pictures too', () => {
    for (const [sigma1, levels, inner, eps] of [
      [90, 500, 5, 3.3e-6],
      [190, 1086, 3, 1.8e-6],
      [348, 2311, 3, 0.9e-7],
    ]) {
      const gamma = (sigma1 * 100) ** (1 / (levels - 1))
      const best = bestEps(gamma, inner, 0.01)
      const ratio = (value: number) => Math.abs(varianceRatio(gamma, { eps: value, inner, sigmaL: 0.01 }) - 1)
      expect(ratio(best)).toBeLessThanOrEqual(ratio(eps))
      expect(ratio(eps) - ratio(best)).toBeLessThan(0.01)
    }
  })

  it('finds fewer than 200 levels enough for MNIST, at any sigma_1 of the report', () => {
    for (const sigma1 of [1, 5, 10, 20, 30, 100]) {
      const advice = adviseSchedule({ d: 784, distances: known(sigma1), dataRange: [0, 1] })
      expect(advice.levels.value).toBeLessThan(150)
      expect(overlap(advice.gamma, 784)).toBeGreaterThan(0.49)
    }
  })

  it('gives a schedule that the doctor finds nothing against', () => {
    for (const [d, range] of [
      [784, [0, 1]],
      [3072, [-1, 1]],
      [12_288, [0, 1]],
    ] as const) {
      const distances = known(17 * (range[1] - range[0]))
      const { sigmaMax, sigmaMin, levels, inner, eps } = adviseSchedule({ d, distances, dataRange: range })
      const sigmas = sigmaSequence({
        family: 'geometric',
        levels: levels.value,
        sigmaMax: sigmaMax.value,
        sigmaMin: sigmaMin.value,
      })
      expect(
        diagnose({
          sigmas,
          sampler: 'annealed-langevin',
          dataRange: range,
          dimension: d,
          largestDistance: distances.max,
          langevin: { eps: eps.value, inner: inner.value },
        }),
      ).toEqual([])
    }
  })

  it('gives a reason with every number, and a step for two dimensions', () => {
    const advice = adviseSchedule({
      d: 2,
      distances: { ...known(3), exact: false, upperBound: 4 },
      dataRange: [-1, 1],
      dataStd: 0.31234,
    })
    for (const item of [
      advice.sigmaMax,
      advice.sigmaMin,
      advice.levels,
      advice.inner,
      advice.eps,
      advice.ema,
      advice.sigmaData!,
    ]) {
      expect(Number.isFinite(item.value)).toBe(true)
      expect(item.reason).toMatch(/\.$/)
    }
    expect(advice.sigmaMax).toMatchObject({ value: 3, high: 4 })
    expect(advice.sigmaMax.reason).toContain('at least 3')
    expect(advice.sigmaData!.value).toBe(0.312)
    expect(advice.gamma).toBeLessThanOrEqual(2)
  })

  it('is refused with the field at fault', () => {
    const fine = { d: 10, distances: known(5), dataRange: [0, 1] as const }
    for (const [field, change] of [
      ['d', { d: 0 }],
      ['inner', { inner: 0 }],
      ['overlap', { overlap: 1 }],
      ['distances', { distances: known(0) }],
    ] as const)
      expect(() => adviseSchedule({ ...fine, ...change })).toThrow(expect.objectContaining({ field }))
  })
})
