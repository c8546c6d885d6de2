import { describe, expect, it } from 'vitest'
import { toCamel } from '#contract/casing.ts'
import { parseSchedule } from '#contract/parse.ts'
import { scheduleLevels } from '../grids/schedule-levels.ts'
import { SOFT_SAMPLERS, type SoftSampler, softLaw } from './soft-law.ts'
import * as matrix from './testing/matrices.ts'

const SIZE = 32
const frequencies = [0, 1, 4, 12]
const spectrum = [1, 0.5, 0.1, 0.01]
const levelsOf = (family: string, steps: number, more = {}) =>
  scheduleLevels(toCamel(parseSchedule({ family, levels: steps + 1, ...more })))
const lawOf = (family: string, steps: number, sampler: SoftSampler, more = {}) =>
  softLaw({ levels: levelsOf(family, steps, more), spectrum, frequencies, size: SIZE, sampler })

describe('the law of each sampler under a blur', () => {
  it('is the published path of frequency 0: the naive sampler halves the variance, momentum keeps it', () => {
    const of = (sampler: SoftSampler) => lawOf('two-stage', 280, sampler)
    expect(of('naive').variances[0]).toBeCloseTo(0.5024, 4)
    expect(of('momentum').variances[0]).toBeCloseTo(1.000104, 6)
    expect(of('momentum-ode').variances[0]).toBeCloseTo(1.000101, 6)
    expect(of('naive').targets[0]).toBeCloseTo(1.0001, 12)
    // It tends to half of what the data have as N grows.
    expect(lawOf('two-stage', 20_000, 'naive').variances[0]).toBeCloseTo(0.5, 3)
  })

  /** Whole covariances of a signal of 32 pixels under the samplers as matrices; nothing here knows of a frequency. */
  function byMatrices(family: string, steps: number, sampler: SoftSampler): { stage: number[]; end: number[] } {
    const [low, high, blur, share] = [0.01, 0.1, 4, 0.2]
    const sigmaAt = (t: number) => low * (high / low) ** (family === 'joint' ? t : Math.min(t, share) / share)
    const blurAt = (t: number) => blur * (family === 'joint' ? t : Math.max(0, t - share) / (1 - share))
    const gain = (k: number, b: number) => Math.exp(-(((2 * Math.PI * k) / SIZE) ** 2) * (b * b) * 0.5)
    const data = matrix.circulant(SIZE, (k) => (frequencies.includes(k) ? spectrum[frequencies.indexOf(k)] : 1e-3))
    const one = matrix.circulant(SIZE, () => 1)
    let [sigma, C] = [sigmaAt(1), matrix.circulant(SIZE, (k) => gain(k, blurAt(1)))]
    const noisy = (C: Float64Array, sigma: number) => matrix.sum([1, matrix.product(C, data, C)], [sigma * sigma, one])
    const variances = () => frequencies.map((k) => matrix.alongCosine(law, k))
    let law = noisy(C, sigma)
    let stage: number[] = []
    for (let i = steps - 1; i >= 0; i--) {
      const next = sigmaAt(i / steps)
      const CNext = matrix.circulant(SIZE, (k) => gain(k, blurAt(i / steps)))
      const G = matrix.product(data, C, matrix.inverse(noisy(C, sigma)))
      const lost = sigma * sigma - next * next
      const pull = (sampler === 'momentum-ode' ? 0.5 : 1) * (lost / (sigma * sigma))
      const A =
        sampler === 'naive'
          ? matrix.product(CNext, G)
          : matrix.sum([1 - pull, one], [pull - 1, matrix.product(C, G)], [1, matrix.product(CNext, G)])
      const added = { naive: next * next, momentum: lost, 'momentum-ode': 0 }[sampler]
      law = matrix.sum([1, matrix.product(A, law, matrix.transpose(A))], [added, one])
      ;[sigma, C] = [next, CNext]
      if (i === share * steps) stage = variances()
    }
    return { stage, end: variances() }
  }

  it.each(SOFT_SAMPLERS.flatMap((sampler) => [10, 50, 100].map((steps) => [sampler, steps] as const)))(
    '%s in %i steps passes t = .2, where the noise begins to fall, and ends where whole covariance matrices do, to 1e-6, on both schedules',
    (sampler, steps) => {
      for (const family of ['two-stage', 'joint']) {
        const { variances, along } = lawOf(family, steps, sampler)
        const { stage, end } = byMatrices(family, steps, sampler)
        const near = (value: number, expected: number) =>
          expect(Math.abs(value - expected)).toBeLessThan(1e-6 * Math.max(1e-3, expected))
        end.forEach((expected, k) => near(variances[k], expected))
        stage.forEach((expected, k) => near(along[k][0.8 * steps], expected))
        expect(stage).toHaveLength(frequencies.length)
      }
    },
  )

  // From the matrices above, which take seconds for so many steps.
  it.each([
    ['two-stage', 'naive', [0.4984208896, 0.2488993737, 0.04978874729, 0.005046362889]],
    ['two-stage', 'momentum', [1.000101129, 0.5001000647, 0.09985843502, 0.01011338144]],
    ['two-stage', 'momentum-ode', [1.000100284, 0.5000983687, 0.09982659021, 0.01007935465]],
    ['joint', 'naive', [0.5063356628, 0.2497537274, 0.04997200186, 0.005061114772]],
    ['joint', 'momentum', [1.000100226, 0.500085896, 0.09994956178, 0.01003597119]],
    ['joint', 'momentum-ode', [1.000100057, 0.500092109, 0.09987243407, 0.01004267303]],
  ] as const)('%s, %s, in 1,000 steps, likewise', (family, sampler, expected) => {
    lawOf(family, 1000, sampler).variances.forEach((v, k) => expect(Math.abs(v / expected[k] - 1)).toBeLessThan(1e-6))
  })

  it('follows data of one image, whose variance is 0, to 1e-8', () => {
    const sigmas = [0.1, 0.05, 0.02, 0.01]
    const levels = sigmas.map((sigma, i) => ({ sigma, t: 1 - i / 3, corruption: 0 }))
    const along = (sampler: SoftSampler) =>
      softLaw({ levels, spectrum: [0], frequencies: [3], size: SIZE, sampler }).along[0]
    const close = (given: number[], expected: number[]) =>
      given.forEach((v, i) => expect(Math.abs(v - expected[i])).toBeLessThan(5e-9))
    close(along('momentum'), [0.01, 0.008125, 0.002308, 0.00044425])
    close(along('momentum-ode'), [0.01, 0.00390625, 0.0013140625, 0.0005133056640625])
  })

  it('momentum and its flow tend to the target at every frequency as N grows', () => {
    for (const sampler of ['momentum', 'momentum-ode'] as const) {
      const w2 = [100, 1000, 10_000].map((steps) => lawOf('two-stage', steps, sampler).w2)
      expect(w2[1]).toBeLessThan(w2[0] / 5)
      expect(w2[2]).toBeLessThan(w2[1] / 5)
    }
  })
})
