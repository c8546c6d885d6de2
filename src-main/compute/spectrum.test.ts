import { Refusal } from '#contract/refusal.ts'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openCompute, type BackendName } from './backend.ts'
import { covariance, covarianceSpectrum } from './spectrum.ts'
import { symmetricEigenvalues } from './symmetric-eigenvalues.ts'
import { findTensorflow } from '#program/tensorflow-library.mjs'

const hasTensorflow = findTensorflow().found.length > 0
const backends: BackendName[] = hasTensorflow ? ['tensorflow', 'cpu'] : ['cpu']
const shared = join(import.meta.dirname, '../../../shared/data')

/** Irregular bytes with a column that never changes. */
function bytes(count: number, d: number): Uint8Array {
  const values = Uint8Array.from({ length: count * d }, (_, i) => Math.floor(128 + 127 * Math.sin(i * i * 0.37)))
  for (let row = 0; row < count; row++) values[row * d + 2] = 77
  return values
}

/** The definition with every sum an exact integer; only the last division rounds. */
function exactCovariance(values: Uint8Array, count: number, d: number, i: number, j: number): number {
  let [products, first, second] = [0n, 0n, 0n]
  for (let row = 0; row < count; row++) {
    const [a, b] = [BigInt(values[row * d + i]!), BigInt(values[row * d + j]!)]
    products += a * b
    first += a
    second += b
  }
  return Number(BigInt(count) * products - first * second) / count ** 2
}

describe('the eigenvalues of a symmetric matrix', () => {
  it('of the second difference are 2 - 2 cos(pi k / (d + 1))', () => {
    const d = 60
    const matrix = Float64Array.from({ length: d * d }, (_, i) => [2, -1][Math.abs(Math.floor(i / d) - (i % d))] ?? 0)
    const expected = Array.from({ length: d }, (_, k) => 2 - 2 * Math.cos((Math.PI * (d - k)) / (d + 1)))
    const actual = symmetricEigenvalues(matrix, d)
    expected.forEach((value, k) => expect(Math.abs(actual[k]! - value)).toBeLessThan(1e-13))
  })

  it('of a full matrix with a known spectrum come out to 1e-13 of the largest', () => {
    // H = 1 - 2 v v^T / |v|^2 is orthogonal, so H diag(l) H has the eigenvalues l, double and zero ones among them.
    const d = 50
    const known = Array.from({ length: d }, (_, k) => (k < 3 ? 9 : k > 45 ? 0 : 1 / (k + 1)))
    const v = Array.from({ length: d }, (_, k) => Math.cos(3 * k * k))
    const norm = v.reduce((sum, x) => sum + x * x, 0)
    const h = (i: number, j: number) => (i === j ? 1 : 0) - (2 * v[i]! * v[j]!) / norm
    const matrix = Float64Array.from({ length: d * d }, (_, at) => {
      const [i, j] = [Math.floor(at / d), at % d]
      return known.reduce((sum, value, k) => sum + h(i, k) * value * h(k, j), 0)
    })
    const actual = symmetricEigenvalues(matrix, d)
    known.forEach((value, k) => expect(Math.abs(actual[k]! - value)).toBeLessThan(1e-12))
  })

  it.each([1, 2, 3])('are right in %i dimensions', (d) => {
    const actual = symmetricEigenvalues(new Float64Array(d * d).fill(1), d)
    expect(Math.abs(actual[0]! - d)).toBeLessThan(1e-14)
    for (const rest of actual.subarray(1)) expect(Math.abs(rest)).toBeLessThan(1e-14)
  })
})

describe.each(backends)('on %s, the covariance spectrum', (backend) => {
  it('of bytes is rounded at the end alone, across blocks too', async () => {
    const { tf } = await openCompute({ backend })
    const [count, d] = [5123, 7]
    const values = bytes(count, d)
    const { matrix } = covariance(tf, { values, count, dimension: d, gain: 1, offset: 0 })
    for (let i = 0; i < d; i++)
      for (let j = 0; j < d; j++) {
        const expected = exactCovariance(values, count, d, i, j)
        expect(Math.abs(matrix[i * d + j]! - expected)).toBeLessThanOrEqual(4e-16 * Math.abs(expected))
      }
  })

  it('of extreme bytes stays exact in a block', async () => {
    const { tf } = await openCompute({ backend })
    const count = 2048
    const values = Uint8Array.from({ length: 2 * count }, (_, i) =>
      i % 2 === 0 ? 0 : Math.floor(i / 2) % 1024 === 7 ? 1 : 0,
    )
    const { matrix } = covariance(tf, { values, count, dimension: 2, gain: 1, offset: 0 })
    expect([...matrix]).toEqual([0, 0, 0, (2 * count - 4) / count ** 2])
  })

  it('has an exact zero for a pixel that never changes, a mean in the data range, and the trace of the variances', async () => {
    const { tf } = await openCompute({ backend })
    const [count, d] = [300, 7]
    const [gain, offset] = [2 / 255, -1]
    const { eigenvalues, mean } = covarianceSpectrum(tf, { values: bytes(count, d), count, dimension: d, gain, offset })
    expect(eigenvalues[d - 1]).toBe(0)
    expect(eigenvalues[d - 2]).toBeGreaterThan(0)
    expect(mean[2]).toBeCloseTo((77 * 2) / 255 - 1, 14)
    const variances = Array.from({ length: d }, (_, i) => exactCovariance(bytes(count, d), count, d, i, i) * gain ** 2)
    const trace = variances.reduce((sum, value) => sum + value, 0)
    expect(eigenvalues.reduce((sum, value) => sum + value, 0) / trace).toBeCloseTo(1, 13)
  })

  it('of floats far from zero keeps its digits', async () => {
    const { tf } = await openCompute({ backend })
    // Two columns at 1000 with deviations +-1/8 and +-1/4, uncorrelated: variances 1/64 and 1/16 exactly.
    const rows = [1, 1, 1, -1, -1, 1, -1, -1]
    const values = Float32Array.from(rows, (sign, i) => 1000 + sign * (i % 2 === 0 ? 1 / 8 : 1 / 4))
    const { eigenvalues } = covarianceSpectrum(tf, { values, count: 4, dimension: 2, gain: 1, offset: 0 })
    expect([...eigenvalues]).toEqual([1 / 16, 1 / 64])
  })

  it('leaves no tensor behind', async () => {
    const { tf } = await openCompute({ backend })
    const count = () =>
      (tf.backend() as { getNumOfTFTensors?(): number }).getNumOfTFTensors?.() ?? tf.memory().numTensors
    const before = count()
    covarianceSpectrum(tf, { values: bytes(40, 7), count: 40, dimension: 7, gain: 1, offset: 0 })
    expect(count()).toBe(before)
  })
})

describe('the covariance spectrum', () => {
  it.runIf(hasTensorflow)('gives eigenvectors that rebuild the covariance', async () => {
    const { tf } = await openCompute({ backend: 'tensorflow' })
    const [count, d] = [200, 9]
    const images = { values: bytes(count, d), count, dimension: d, gain: 1 / 255, offset: 0 }
    const { matrix } = covariance(tf, images)
    const { eigenvalues, vectors } = covarianceSpectrum(tf, images, { vectors: true })
    for (let i = 0; i < d; i++)
      for (let j = 0; j < d; j++) {
        let sum = 0
        for (let k = 0; k < d; k++) sum += eigenvalues[k]! * vectors![k * d + i]! * vectors![k * d + j]!
        expect(Math.abs(sum - matrix[i * d + j]!)).toBeLessThan(1e-15)
      }
  })

  it('is refused without TensorFlow where it would take too long', async () => {
    const { tf } = await openCompute({ backend: 'cpu' })
    const images = { values: new Uint8Array(1001), count: 1, dimension: 1001, gain: 1, offset: 0 }
    expect(() => covarianceSpectrum(tf, images)).toThrow(Refusal)
    expect(() => covarianceSpectrum(tf, images)).toThrow(/1001 dimensions needs TensorFlow.*anneal setup/)
  })

  it.runIf(hasTensorflow && existsSync(join(shared, 'cifar10')))(
    'of CIFAR-10 in [-1, 1] is the published one',
    async () => {
      const { tf } = await openCompute({ backend: 'tensorflow' })
      const [count, d] = [50_000, 3072]
      // The public array stores the channels one after the other; a spectrum does not depend on the order of pixels.
      const values = new Uint8Array(count * d)
      for (let batch = 0; batch < 5; batch++) {
        const records = readFileSync(join(shared, 'cifar10', `data_batch_${batch + 1}.bin`))
        for (let i = 0; i < 10_000; i++)
          values.set(records.subarray(i * 3073 + 1, (i + 1) * 3073), (batch * 10_000 + i) * d)
      }
      const { eigenvalues } = covarianceSpectrum(tf, { values, count, dimension: d, gain: 2 / 255, offset: -1 })
      const stored = readFileSync(join(shared, 'cifar10_covariance_eigenvalues.npy')).subarray(-8 * d)
      const published = new Float64Array(stored.buffer.slice(stored.byteOffset, stored.byteOffset + 8 * d)).toSorted(
        (a, b) => b - a,
      )
      expect(eigenvalues[0]).toBeCloseTo(221.448861, 6)
      expect(eigenvalues[d - 1]).toBeCloseTo(6.3486e-6, 10)
      expect(eigenvalues.reduce((sum, value) => sum + value, 0)).toBeCloseTo(761.604292, 6)
      const worst = Math.max(...eigenvalues.map((value, k) => Math.abs(value - published[k]!)))
      expect(worst).toBeLessThan(1e-10)
    },
    300_000,
  )
})
