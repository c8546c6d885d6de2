/** Denoisers and densities of exact scores against each other (Tweedie) and against quadrature. */
import { beforeAll, describe, expect, it } from 'vitest'
import { openCompute, type Tf } from '#compute/backend.ts'
import { LAW_2D_DEFAULTS, LAWS_2D } from '#datasets/laws-2d.ts'
import type { ExactSource } from './denoiser.ts'
import { empiricalScore } from './empirical.ts'
import { gaussianScore } from './gaussian.ts'
import { mixtureScore } from './mixture.ts'
import { noisedBanana, noisedRings, planarScore } from './planar.ts'

let tf: Tf
beforeAll(async () => {
  tf = (await openCompute({ backend: process.env.ANNEAL_BACKEND ?? 'cpu' })).tf
})

const POINTS = [[0.4, -0.3], [2.2, 1.1], [-1.5, 0.7]] as const // prettier-ignore
const SIGMAS = [0.5, 1.5, 0.8]
const h = Math.SQRT1_2

const sources: [string, () => ExactSource][] = [
  ['gaussian', () => gaussianScore(tf, { mean: Float32Array.of(1, 0), variances: Float32Array.of(2, 0.5), eigenvectors: Float32Array.of(h, h, h, -h) })],
  ['mixture', () => mixtureScore(tf, { weights: Float32Array.of(0.3, 0.7), means: Float32Array.of(0, 0, 2, 1), stds: Float32Array.of(0.5, 1) })],
  ['empirical', () => empiricalScore(tf, { images: Float32Array.of(0, 0, 2, 1, -1, 1, 0.5, 0.2), count: 4, block: 3 })],
  ['rings', () => planarScore(tf, noisedRings(LAW_2D_DEFAULTS.rings))],
  ['banana', () => planarScore(tf, noisedBanana(LAW_2D_DEFAULTS.banana))],
] // prettier-ignore

const asked = (points: readonly (readonly number[])[], sigmas: readonly number[]) =>
  [tf.tensor4d(points.flat(), [points.length, 1, 2, 1]), tf.tensor1d([...sigmas])] as const

describe.each(sources)('%s', (_, open) => {
  it('has the density whose gradient is (denoised - x) / sigma^2', () => {
    const source = open()
    const step = 1e-2
    const denoised = source.denoised(...asked(POINTS, SIGMAS)).dataSync()
    for (const k of [0, 1]) {
      const moved = (by: number) => {
        const at = POINTS.map((point) => point.map((value, i) => value + (i === k ? by : 0)))
        return source.logDensity(...asked(at, SIGMAS)).dataSync()
      }
      const [up, down] = [moved(step), moved(-step)]
      POINTS.forEach((point, i) => {
        const slope = (up[i] - down[i]) / (2 * step)
        const score = (denoised[2 * i + k] - point[k]) / SIGMAS[i] ** 2
        expect(Math.abs(slope - score), `point ${i}, coordinate ${k}`).toBeLessThan(2e-3 * Math.max(1, Math.abs(score)))
      })
    }
    source.dispose()
  })
})

describe('the noised laws of the plane', () => {
  /** p_sigma and E[x0 | x] of a law by a sum over a grid of x0. */
  function quadrature(logDensity: (x: readonly [number, number]) => number, [a, b]: readonly number[], sigma: number) {
    let [mass, first, second] = [0, 0, 0]
    const step = 0.04
    for (let x = -8; x <= 8; x += step)
      for (let y = -14; y <= 8; y += step) {
        const noise = Math.exp(-((a - x) ** 2 + (b - y) ** 2) / (2 * sigma * sigma)) / (2 * Math.PI * sigma * sigma)
        const p = Math.exp(logDensity([x, y])) * noise * step * step
        mass += p
        first += p * x
        second += p * y
      }
    return { logDensity: Math.log(mass), denoised: [first / mass, second / mass] }
  }

  it.each([
    ['rings', noisedRings(LAW_2D_DEFAULTS.rings), LAWS_2D.rings(LAW_2D_DEFAULTS.rings)],
    ['banana', noisedBanana(LAW_2D_DEFAULTS.banana), LAWS_2D.banana(LAW_2D_DEFAULTS.banana)],
  ] as const)('%s: density and posterior mean are those of a sum over the plane', (_, noised, law) => {
    POINTS.forEach((point, i) => {
      const direct = quadrature(law.logDensity, point, SIGMAS[i])
      expect(noised.logDensity(point, SIGMAS[i])).toBeCloseTo(direct.logDensity, 4)
      const found = noised.denoised(point, SIGMAS[i])
      direct.denoised.forEach((value, k) => expect(found[k]).toBeCloseTo(value, 4))
    })
  })

  it('banana: the noise gone, its density is the law itself', () => {
    const law = LAWS_2D.banana(LAW_2D_DEFAULTS.banana)
    for (const point of POINTS)
      expect(noisedBanana(LAW_2D_DEFAULTS.banana).logDensity(point, 1e-4)).toBeCloseTo(law.logDensity(point), 5)
  })
})
