import { beforeAll, describe, expect, it } from 'vitest'
import { openCompute, type Tf } from '#compute/backend.ts'
import { normals } from '#theory/noise/philox.ts'
import type { ScoreSource } from './denoiser.ts'
import { empiricalScore } from './empirical.ts'
import { gaussianScore } from './gaussian.ts'
import { mixtureScore } from './mixture.ts'

let tf: Tf
beforeAll(async () => {
  tf = (await openCompute({ backend: process.env.ANNEAL_BACKEND ?? 'cpu' })).tf
})

const random = (count: number, stream: number) => {
  const out = new Float32Array(count)
  normals({ seed: 3, stream, sample: 0, step: 0 }, out)
  return out
}

/** Answers for the rows of `x` (each a 1 x size x 1 image), and that asking leaves no tensor behind. */
function ask(score: ScoreSource, x: ArrayLike<number>, sigmas: number[]): number[] {
  const size = x.length / sigmas.length
  const input = tf.tensor4d(Float32Array.from(x), [sigmas.length, 1, size, 1])
  const sigma = tf.tensor1d(sigmas)
  const before = tf.memory().numTensors
  const answer = score.denoised(input, sigma)
  expect(answer.shape).toEqual(input.shape)
  expect(tf.memory().numTensors).toBe(before + 1)
  const values = Array.from(answer.dataSync())
  tf.dispose([input, sigma, answer])
  return values
}

function close(found: number[], expected: number[], tolerance: number) {
  expect(found.length).toBe(expected.length)
  for (const [i, value] of expected.entries()) expect(Math.abs(found[i] - value), `value ${i}`).toBeLessThan(tolerance)
}

describe('gaussianScore', () => {
  it('shrinks each direction towards the mean by l / (l + sigma^2), to the mean where l = 0', () => {
    const score = gaussianScore(tf, { mean: Float32Array.of(1, 2, 3), variances: Float32Array.of(4, 1, 0) })
    close(ask(score, [2, 3, 4, 2, 3, 4], [2, 1]), [1.5, 2.2, 3, 1.8, 2.5, 3], 1e-6)
    score.dispose()
  })

  it('solves (Sigma + sigma^2 I) with a full covariance', () => {
    // Sigma = [[2, 1], [1, 2]]: eigenvalues 3 and 1 along (1, 1) and (1, -1). Sigma (Sigma + I)^-1 = [[5, 1], [1, 5]] / 8.
    const h = Math.SQRT1_2
    const eigenvectors = Float32Array.of(h, h, h, -h)
    const score = gaussianScore(tf, { mean: Float32Array.of(1, 0), variances: Float32Array.of(3, 1), eigenvectors })
    close(ask(score, [2, 3], [1]), [1 + (5 * 1 + 1 * 3) / 8, (1 * 1 + 5 * 3) / 8], 1e-6)
    score.dispose()
  })
})

const density = (y: number, mean: number, std: number) => Math.exp(-0.5 * ((y - mean) / std) ** 2) / std

describe('mixtureScore', () => {
  it('is the posterior mean found by quadrature', () => {
    const [weights, means, stds] = [
      [0.2, 0.5, 0.3],
      [-1, 0.3, 2],
      [0.1, 0.4, 0.7],
    ]
    const score = mixtureScore(tf, {
      weights: Float32Array.from(weights),
      means: Float32Array.from(means),
      stds: Float32Array.from(stds),
    })
    const posteriorMean = (x: number, sigma: number) => {
      let [mass, moment] = [0, 0]
      for (let y = -6; y <= 8; y += 1e-3) {
        const prior = weights.reduce((sum, w, k) => sum + w * density(y, means[k], stds[k]), 0)
        const p = prior * density(x, y, sigma)
        mass += p
        moment += p * y
      }
      return moment / mass
    }
    const xs = [-1.5, -0.4, 0.5, 1.2, 3]
    const sigmas = [0.05, 0.2, 0.5, 1, 3]
    close(
      ask(score, xs, sigmas),
      xs.map((x, i) => posteriorMean(x, sigmas[i])),
      2e-5,
    )
    score.dispose()
  })

  it('with one component is the Gaussian', () => {
    const mean = Float32Array.of(0.2, -0.4, 1)
    const mixture = mixtureScore(tf, { weights: Float32Array.of(1), means: mean, stds: Float32Array.of(0.5) })
    const gaussian = gaussianScore(tf, { mean, variances: new Float32Array(3).fill(0.25) })
    const x = random(6, 1)
    close(ask(mixture, x, [0.3, 4]), ask(gaussian, x, [0.3, 4]), 1e-6)
    mixture.dispose()
    gaussian.dispose()
  })
})

describe('empiricalScore', () => {
  const size = 20
  const count = 53
  const images = random(count * size, 2).map((z) => 0.5 + 0.3 * z)
  const sigmas = [0.02, 0.1, 0.3, 1, 10, 50]
  const x = random(sigmas.length * size, 3).map((z, i) => images[i] + sigmas[Math.floor(i / size)] * z)

  /** The softmax sum as it is defined, in float64. */
  const direct = sigmas.flatMap((sigma, b) => {
    const logits = Array.from({ length: count }, (_, j) => {
      let distance = 0
      for (let p = 0; p < size; p++) distance += (x[b * size + p] - images[j * size + p]) ** 2
      return -distance / (2 * sigma * sigma)
    })
    const top = Math.max(...logits)
    const weights = logits.map((logit) => Math.exp(logit - top))
    const mass = weights.reduce((a, w) => a + w, 0)
    return Array.from(
      { length: size },
      (_, p) => weights.reduce((sum, w, j) => sum + w * images[j * size + p], 0) / mass,
    )
  })

  it.each([53, 20, 7, 1])('is the softmax sum over the images, in blocks of %i', (block) => {
    const score = empiricalScore(tf, { images, count, block })
    close(ask(score, x, sigmas), direct, 2e-5)
    score.dispose()
  })

  it('gives the nearest image at small sigma and the mean image at large sigma', () => {
    const score = empiricalScore(tf, { images, count })
    const near = Float32Array.from(images.subarray(0, size), (value) => value + 0.001)
    close(ask(score, near, [1e-3]), [...images.subarray(0, size)], 1e-6)
    const mean = Array.from({ length: size }, (_, p) => {
      let sum = 0
      for (let j = 0; j < count; j++) sum += images[j * size + p]
      return sum / count
    })
    close(ask(score, near, [1e4]), mean, 1e-5)
    score.dispose()
  })
})

it('disposing of a score frees what it held', () => {
  const before = tf.memory().numTensors
  gaussianScore(tf, {
    mean: Float32Array.of(0, 0),
    variances: Float32Array.of(1, 1),
    eigenvectors: Float32Array.of(1, 0, 0, 1),
  }).dispose()
  mixtureScore(tf, { weights: Float32Array.of(1), means: Float32Array.of(0), stds: Float32Array.of(1) }).dispose()
  empiricalScore(tf, { images: random(40, 4), count: 10, block: 3 }).dispose()
  expect(tf.memory().numTensors).toBe(before)
})
