import { describe, expect, it } from 'vitest'
import { sigmaSequence } from '../grids/sequences.ts'
import { normals, STREAMS, uniforms } from '../noise/philox.ts'
import { pointMixture } from './point-mixture.ts'

const answer = pointMixture({
  weights: [1, 3],
  means: [
    [0, 0],
    [5, 10],
  ],
  stds: [1, 0.5],
})

describe('a Gaussian mixture', () => {
  it('has the density, posterior and moments of its definition', () => {
    const [x, sigma] = [[1.2, 0.7], 2]
    const normal = (mean: number[], v: number) =>
      Math.exp(-((x[0] - mean[0]) ** 2 + (x[1] - mean[1]) ** 2) / (2 * v)) / (2 * Math.PI * v)
    const [a, b] = [0.25 * normal([0, 0], 5), 0.75 * normal([5, 10], 4.25)]
    const { logDensity, posterior } = answer(x, sigma)
    expect(logDensity).toBeCloseTo(Math.log(a + b), 13)
    expect(posterior[0]).toBeCloseTo(a / (a + b), 13)
  })

  it('has the score that differences of the log density give, and the denoiser that the score gives', () => {
    for (const sigma of [0.01, 0.3, 2, 50])
      for (const x of [
        [1.2, 0.7],
        [3, 6],
        [-2, 9],
      ]) {
        const { score, denoised } = answer(x, sigma)
        const h = 1e-5 * Math.max(1, sigma)
        const slope = [0, 1].map((i) => {
          const at = (step: number) =>
            answer(
              x.map((value, j) => (j === i ? value + step : value)),
              sigma,
            ).logDensity
          return (at(h) - at(-h)) / (2 * h)
        })
        slope.forEach((value, i) => {
          expect(Math.abs(score[i] - value)).toBeLessThan(1e-5 * (1 + Math.abs(value)))
          expect(denoised[i]).toBeCloseTo(x[i] + sigma * sigma * score[i], 9)
        })
      }
  })

  it('stays finite far away, at tiny sigma, and over points without width', () => {
    const points = pointMixture({ weights: [1, 1, 1], means: [[0], [1], [2]], stds: [0, 0, 0] })
    expect(points([1.4], 1e-6).denoised[0]).toBe(1)
    expect(Number.isFinite(answer([1e8, -1e8], 1e-8).score[0])).toBe(true)
    expect(() => points([1], 0)).toThrow(expect.objectContaining({ field: 'sigma' }))
    expect(() => points([1, 2], 1)).toThrow(expect.objectContaining({ field: 'x' }))
  })

  it('is refused with the field at fault', () => {
    for (const [field, mixture] of [
      ['weights', { weights: [], means: [], stds: [] }],
      ['weights', { weights: [0], means: [[1]], stds: [1] }],
      ['stds', { weights: [1], means: [[1]], stds: [-1] }],
      ['means', { weights: [1, 1], means: [[1], [1, 2]], stds: [1, 1] }],
      ['means', { weights: [1], means: [[NaN]], stds: [1] }],
    ] as const)
      expect(() => pointMixture(mixture)).toThrow(expect.objectContaining({ field }))
  })

  it('is sampled with wrong weights by annealed Langevin that starts too low: the exact score, no network', () => {
    // Weights .2/.8 at -.5/+.5, width .1, start U[0, 1], 200 geometric levels to .01, 5 steps of 6.2e-6 sigma^2/sigma_L^2.
    const law = { weights: [0.2, 0.8], means: [-0.5, 0.5], variance: 0.01 }
    const chains = 2000
    const share = (sigmaMax: number) => {
      const sigmas = sigmaSequence({ family: 'geometric', levels: 200, sigmaMax, sigmaMin: 0.01 })
      const x = new Float64Array(chains)
      const z = new Float64Array(chains)
      uniforms({ seed: 6, stream: STREAMS.start, sample: 0, step: 0 }, x)
      let step = 0
      for (const sigma of sigmas) {
        const v = law.variance + sigma * sigma
        const a = 6.2e-6 * (sigma / 0.01) ** 2
        for (let inner = 0; inner < 5; inner++) {
          normals({ seed: 6, stream: STREAMS.step, sample: 0, step: step++ }, z)
          for (let i = 0; i < chains; i++) {
            // Two modes at -+1/2 of equal width: ln of their ratio is ln 4 + x/v, so the score needs one exponential.
            const q = 1 / (1 + Math.exp(-Math.log(4) - x[i] / v))
            x[i] += (a * (q - 0.5 - x[i])) / v + Math.sqrt(2 * a) * z[i]
          }
        }
      }
      const answered = pointMixture({ weights: law.weights, means: [[-0.5], [0.5]], stds: [0.1, 0.1] })([0.3], 0.2)
        .score[0]
      const q = 1 / (1 + Math.exp(-Math.log(4) - 0.3 / 0.05))
      expect((q - 0.5 - 0.3) / 0.05).toBeCloseTo(answered, 12)
      return x.filter((value) => value < 0).length / chains
    }
    // Known from 20,000 chains each: .015, .164, .221 (standard error here .003, .008, .009).
    expect(Math.abs(share(0.1) - 0.015)).toBeLessThan(0.012)
    expect(Math.abs(share(0.3) - 0.164)).toBeLessThan(0.03)
    expect(Math.abs(share(1) - 0.221)).toBeLessThan(0.03)
  })
})
