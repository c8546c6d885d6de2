/** Exact scores under a corruption against float64 by other ways: quadrature in closed form, sums over images, one basis beside another. */
import type { Tensor1D } from '@tensorflow/tfjs'
import { beforeAll, describe, expect, it } from 'vitest'
import { openCompute, type Tf } from '#compute/backend.ts'
import { float64Solve } from '#compute/float64-solve.ts'
import type { Corruption } from '#contract/corruption.ts'
import { linearMap } from '#theory/corruptions/corruption.ts'
import { hartleyBasis, periodicGains } from '#theory/corruptions/gaussian-blur.ts'
import { posteriorGain } from '#theory/laws/corrupted-gaussian.ts'
import { normals } from '#theory/noise/philox.ts'
import { openCorruption } from '../corruptions/corruption.ts'
import { corruptedEmpiricalScore } from './corrupted-empirical.ts'
import { denseScore, stationaryScore } from './corrupted-gaussian.ts'
import type { ScoreSource } from './denoiser.ts'

let tf: Tf
beforeAll(async () => {
  tf = (await openCompute({ backend: process.env.ANNEAL_BACKEND ?? 'cpu' })).tf
})

const shape = { height: 3, width: 4, channels: 1 }
const size = 12
const levels = [
  { sigma: 0.5, t: 1, corruption: 1.2 },
  { sigma: 0.3, t: 0.4, corruption: 0.5 },
  { sigma: 0.1, t: 0.1, corruption: 0 },
]
const random = (sample: number, length = size) => {
  const out = new Float64Array(length)
  normals({ seed: 8, stream: 0, sample, step: 0 }, out)
  return out
}
const blur = (padding: 'zero' | 'periodic'): Corruption => ({ name: 'gaussian-blur', padding, halfSize: 3 })
const mask: Corruption = { name: 'mask', patch: 1, maskSeed: 1 }

/** Answers for two images at a level; asking leaves one tensor, and disposing of the score none. */
function ask(score: ScoreSource, x: Float64Array[], { sigma, t }: { sigma: number; t: number }): number[] {
  const [height, width] = [shape.height, shape.width]
  const input = tf.tensor4d(Float32Array.from(x.flatMap((one) => [...one])), [x.length, height, width, 1])
  const all = (value: number) => tf.ones([x.length]).mul<Tensor1D>(value)
  const answer = tf.tidy(() => score.denoised(input, all(sigma), all(t)))
  const values = Array.from(answer.dataSync())
  tf.dispose([input, answer])
  return values
}
const apart = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a).reduce((most, value, i) => Math.max(most, Math.abs(value - b[i])), 0)

/** S = A A' / d. */
function randomCovariance(): Float64Array {
  const a = random(20, size * size)
  return Float64Array.from({ length: size * size }, (_, at) => {
    const [i, j] = [Math.floor(at / size), at % size]
    return a.subarray(i * size, (i + 1) * size).reduce((sum, value, k) => sum + value * a[j * size + k], 0) / size
  })
}

describe('a Gaussian', () => {
  it('along one direction: the posterior mean c l / (c^2 l + sigma^2)', () => {
    const one = { height: 1, width: 1, channels: 1 }
    const map = linearMap(blur('zero'), one)
    const [c] = map.apply([1], 2)
    expect(c).toBeLessThan(1)
    const gain = posteriorGain(Float64Array.of(0.7), { map, level: 2, sigma: 0.3 })
    expect(gain[0]).toBeCloseTo((c * 0.7) / (c * c * 0.7 + 0.09), 14)
  })

  it.each([blur('zero'), blur('periodic'), mask])(
    'with a full covariance leaves no residual that x tells of: %j',
    (spec) => {
      // E[(x0 - K x) x'] = 0 for the true K: S C' = K (C S C' + sigma^2 I).
      const covariance = randomCovariance()
      const map = linearMap(spec, shape)
      const options = { map, level: 0.6, sigma: 0.4 }
      const gain = posteriorGain(covariance, options)
      expect(apart(gain, posteriorGain(covariance, { ...options, solve: float64Solve(tf) }))).toBeLessThan(1e-12)
      for (const sample of [1, 2]) {
        // For any w: (C S C' + sigma^2 I) K' w = C S w.
        const w = random(sample)
        const u = Float64Array.from({ length: size }, (_, i) =>
          w.reduce((sum, value, j) => sum + gain[i * size + j] * value, 0),
        )
        const times = (v: Float64Array) =>
          Float64Array.from({ length: size }, (_, i) =>
            v.reduce((sum, value, j) => sum + covariance[i * size + j] * value, 0),
          )
        const left = map.apply(times(map.apply(u, 0.6)), 0.6).map((value, i) => value + 0.16 * u[i])
        expect(apart(left, map.apply(times(w), 0.6))).toBeLessThan(1e-12)
      }
    },
  )

  it('answers the same by frequency and by a full covariance under the periodic blur', () => {
    const variances = random(4).map((value) => value ** 2)
    const [H, W] = [hartleyBasis(3), hartleyBasis(4)]
    const covariance = Float64Array.from({ length: size * size }, (_, at) => {
      const [a, b] = [Math.floor(at / size), at % size]
      let sum = 0
      for (let k = 0; k < size; k++) {
        const wave = (pixel: number) => H[Math.floor(k / 4) * 3 + Math.floor(pixel / 4)] * W[(k % 4) * 4 + (pixel % 4)]
        sum += variances[k] * wave(a) * wave(b)
      }
      return sum
    })
    const mean = random(5)
    const map = linearMap(blur('periodic'), shape)
    const before = tf.memory().numTensors
    const byFrequency = stationaryScore(tf, { mean, variances, shape }, map, levels)
    const full = denseScore(tf, { mean, covariance, shape }, { map, levels })
    for (const level of levels) {
      const x = [random(6), random(7)]
      expect(apart(ask(byFrequency, x, level), ask(full, x, level))).toBeLessThan(1e-5)
    }
    byFrequency.dispose()
    full.dispose()
    expect(tf.memory().numTensors).toBe(before)
  })

  it('shrinks a wave by c l / (c^2 l + sigma^2), frequency by frequency', () => {
    const variances = Float64Array.from({ length: size }, (_, k) => 1 / (1 + k))
    const map = linearMap(blur('periodic'), shape)
    const score = stationaryScore(tf, { mean: new Float64Array(size), variances, shape }, map, levels)
    const [H, W] = [hartleyBasis(3), hartleyBasis(4)]
    const [k, l] = [1, 2]
    const wave = Float64Array.from({ length: size }, (_, i) => H[k * 3 + Math.floor(i / 4)] * W[l * 4 + (i % 4)])
    const c = periodicGains(3, 1.2)[k] * periodicGains(4, 1.2)[l]
    const lambda = variances[k * 4 + l]
    const gain = (c * lambda) / (c * c * lambda + 0.25)
    expect(
      apart(
        ask(score, [wave], levels[0]),
        wave.map((value) => value * gain),
      ),
    ).toBeLessThan(1e-6)
    score.dispose()
  })
})

describe('a data set', () => {
  const images = Array.from({ length: 7 }, (_, i) => random(30 + i))
  it.each([blur('zero'), blur('periodic'), mask, { name: 'identity' } as Corruption])(
    'weighs its images by how near they are, corrupted: %j',
    (spec) => {
      const before = tf.memory().numTensors
      const own = spec.name === 'identity' ? levels.map((level) => ({ ...level, corruption: 0 })) : levels
      const scaled =
        spec.name === 'mask' ? levels.map((level) => ({ ...level, corruption: level.corruption / 2 })) : own
      const open = openCorruption(tf, spec, shape)
      const law = { images: Float32Array.from(images.flatMap((one) => [...one])), count: 7, shape, block: 3 }
      const score = corruptedEmpiricalScore(tf, law, { corrupt: open.corrupt, levels: scaled })
      const map = linearMap(spec, shape)
      for (const { sigma, t, corruption } of scaled) {
        const x = [random(40), random(41)]
        const wanted = x.flatMap((one) => {
          const distances = images.map((y) =>
            map.apply(y, corruption).reduce((sum, value, i) => sum + (value - one[i]) ** 2, 0),
          )
          const least = Math.min(...distances)
          const weights = distances.map((distance) => Math.exp((least - distance) / (2 * sigma ** 2)))
          const mass = weights.reduce((sum, weight) => sum + weight, 0)
          return Array.from({ length: size }, (_, i) =>
            images.reduce((sum, y, j) => sum + (weights[j] / mass) * y[i], 0),
          )
        })
        expect(apart(ask(score, x, { sigma, t }), wanted)).toBeLessThan(1e-4)
      }
      score.dispose()
      open.dispose()
      expect(tf.memory().numTensors).toBe(before)
    },
  )

  it('is asked at one level of its schedule at a time', () => {
    const open = openCorruption(tf, mask, shape)
    const law = { images: Float32Array.from(images[0]), count: 1, shape }
    const score = corruptedEmpiricalScore(tf, law, { corrupt: open.corrupt, levels })
    expect(() => ask(score, [random(1)], { sigma: 0.1, t: 0.5 })).toThrow(/at no one level of the schedule/)
    score.dispose()
    open.dispose()
  })
})
