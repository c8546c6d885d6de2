/** What n images cost, against many draws of n images. */
import { describe, expect, it } from 'vitest'
import { Refusal } from '#contract/refusal.ts'
import { normals } from '../noise/philox.ts'
import { symmetricEigen, symmetricEigenvalues } from '../statistics/symmetric-eigen.ts'
import { denoisingErrors, finiteDataW2, imagesFor, renormalisedNoise } from './finite-data.ts'

/** Mean and covariance (divisor n) of n draws of N(0, diag spectrum). */
function drawn(spectrum: readonly number[], n: number, seed: number) {
  const d = spectrum.length
  const x = new Float64Array(n * d)
  normals({ seed, stream: 3, sample: 0, step: 0 }, x)
  const mean = new Float64Array(d)
  const covariance = new Float64Array(d * d)
  for (let i = 0; i < n; i++)
    for (let j = 0; j < d; j++) {
      x[i * d + j] *= Math.sqrt(spectrum[j])
      mean[j] += x[i * d + j] / n
    }
  for (let i = 0; i < n; i++)
    for (let j = 0; j < d; j++)
      for (let k = 0; k < d; k++) covariance[j * d + k] += ((x[i * d + j] - mean[j]) * (x[i * d + k] - mean[k])) / n
  return { mean, covariance }
}

const trace = (matrix: Float64Array, d: number) =>
  Array.from({ length: d }, (_, j) => matrix[j * d + j]).reduce((a, b) => a + b)

describe('W2 of the law that n images give', () => {
  const spectrum = [2, 1, 0.3, 0.1, 0.01]
  const d = spectrum.length

  it.each([300, 1200])('is, for n = %i, the root of the mean over draws to 4 %%', (n) => {
    const draws = 150
    let sum = 0
    for (let seed = 0; seed < draws; seed++) {
      const { mean, covariance } = drawn(spectrum, n, seed)
      // Bures: tr A + tr B - 2 tr (A^1/2 B A^1/2)^1/2
      const inner = covariance.map((v, at) => v * Math.sqrt(spectrum[Math.floor(at / d)] * spectrum[at % d]))
      const roots = symmetricEigenvalues(inner, d).reduce((total, l) => total + Math.sqrt(Math.max(0, l)), 0)
      sum += spectrum.reduce((a, b) => a + b) + trace(covariance, d) - 2 * roots
      sum += mean.reduce((a, b) => a + b * b, 0)
    }
    expect(Math.abs(Math.sqrt(sum / draws) / finiteDataW2(spectrum, n)! - 1)).toBeLessThan(0.04)
  })

  it('asks for as many images as it says, no fewer than directions', () => {
    const n = imagesFor(spectrum, 0.05)
    expect(finiteDataW2(spectrum, n)!).toBeLessThanOrEqual(0.05)
    expect(finiteDataW2(spectrum, n - 1)!).toBeGreaterThan(0.05)
    expect(imagesFor([...spectrum, 0, 0], 100)).toBe(5)
    expect(finiteDataW2(spectrum, 4)).toBeNull()
  })

  it('of one direction is that of a mean and a deviation: sqrt(3 l/(2 n))', () => {
    expect(finiteDataW2([4], 100)).toBeCloseTo(Math.sqrt((1.5 * 4) / 100), 12)
  })

  it('refuses more directions than it can pair, by field', () => {
    expect(() => finiteDataW2(new Float64Array(5000).fill(1), 10)).toThrow(Refusal)
  })
})

describe('a linear denoiser from fewer images than twice its directions', () => {
  const d = 40
  const n = 70
  const sigma = 0.3
  const spectrum = Array.from({ length: d }, (_, j) => 2 / (1 + j) ** 1.5)
  const draws = 40
  const gains = new Float64Array(d)
  let error = 0
  for (let seed = 0; seed < draws; seed++) {
    const { covariance } = drawn(spectrum, n, 1000 + seed)
    const { values, vectors } = symmetricEigen(covariance, d)
    // W = sum_e g_e v_e v_e'
    const w = new Float64Array(d * d)
    for (let e = 0; e < d; e++) {
      const g = Math.max(0, values[e]) / (Math.max(0, values[e]) + sigma ** 2)
      for (let j = 0; j < d; j++)
        for (let k = 0; k < d; k++) w[j * d + k] += g * component(vectors, e, j) * component(vectors, e, k)
    }
    for (let j = 0; j < d; j++) {
      gains[j] += w[j * d + j] / draws
      for (let k = 0; k < d; k++) {
        const left = (j === k ? 1 : 0) - w[j * d + k]
        error += (left ** 2 * spectrum[k] + sigma ** 2 * w[j * d + k] ** 2) / draws
      }
    }
  }
  function component(vectors: ArrayLike<number>, e: number, j: number) {
    return vectors[e * d + j]
  }

  it('acts in the mean at the renormalised noise, which is more than the noise', () => {
    const kappa = renormalisedNoise(spectrum, n, sigma)
    expect(kappa).toBeGreaterThan(1.15 * sigma ** 2)
    const expected = spectrum.map((l) => l / (l + kappa))
    // the mean over directions of like variance
    for (const [from, to] of [
      [0, 4],
      [4, 12],
      [12, 40],
    ]) {
      const mean = (values: ArrayLike<number>) =>
        Array.from(values)
          .slice(from, to)
          .reduce((a, b) => a + b) /
        (to - from)
      expect(Math.abs(mean(gains) / mean(expected) - 1), `${from} to ${to}`).toBeLessThan(0.04)
    }
  })

  it('errs on unseen images as it says, to 4 %, and more than the best', () => {
    const { best, learned } = denoisingErrors(spectrum, n, sigma)
    expect(Math.abs(error / learned - 1)).toBeLessThan(0.04)
    expect(learned).toBeGreaterThan(1.08 * best)
    const many = denoisingErrors(spectrum, 1e9, sigma)
    expect(many.learned / many.best).toBeCloseTo(1, 6)
    expect(many.kappa).toBeCloseTo(sigma ** 2, 6)
  })
})
