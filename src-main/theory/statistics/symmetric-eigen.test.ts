import { describe, expect, it } from 'vitest'
import { normals, STREAMS } from '#theory/noise/philox.ts'
import { symmetricEigen, symmetricEigenvalues } from './symmetric-eigen.ts'

/** A symmetric matrix of seeded normals. */
function randomSymmetric(n: number): Float64Array {
  const z = new Float64Array(n * n)
  normals({ seed: n, stream: STREAMS.law, sample: 0, step: 0 }, z)
  return z.map((_, k) => z[k] + z[(k % n) * n + Math.floor(k / n)])
}

/** Largest entry of V A V^T - diag and of V V^T - I. */
function residual(matrix: Float64Array, n: number): number {
  const { values, vectors } = symmetricEigen(matrix, n)
  let worst = 0
  const image = new Float64Array(n)
  for (let k = 0; k < n; k++) {
    const v = vectors.subarray(k * n, k * n + n)
    for (let i = 0; i < n; i++) image[i] = v.reduce((sum, value, j) => sum + matrix[i * n + j] * value, 0)
    for (let l = 0; l < n; l++) {
      const w = vectors.subarray(l * n, l * n + n)
      let [form, dot] = [0, 0]
      for (let i = 0; i < n; i++) {
        form += w[i] * image[i]
        dot += w[i] * v[i]
      }
      worst = Math.max(worst, Math.abs(form - (k === l ? values[k] : 0)), Math.abs(dot - (k === l ? 1 : 0)))
    }
  }
  return worst
}

describe('the symmetric eigensolver', () => {
  it('knows the second-difference matrix, whose eigenvalues are 2 - 2 cos(k pi/(n+1))', () => {
    const n = 50
    const matrix = Float64Array.from({ length: n * n }, (_, k) => {
      const apart = Math.abs(Math.floor(k / n) - (k % n))
      return apart === 0 ? 2 : apart === 1 ? -1 : 0
    })
    symmetricEigenvalues(matrix, n).forEach((value, k) =>
      expect(value).toBeCloseTo(2 - 2 * Math.cos(((k + 1) * Math.PI) / (n + 1)), 13),
    )
  })

  it('diagonalises random matrices with orthonormal vectors', () => {
    for (const n of [1, 2, 3, 4, 17, 64]) expect(residual(randomSymmetric(n), n)).toBeLessThan(1e-12 * Math.max(4, n))
  })

  it('copes with repeated eigenvalues, zeros, diagonal matrices and 16 orders of magnitude', () => {
    const ones = new Float64Array(30 * 30).fill(1)
    expect(residual(ones, 30)).toBeLessThan(1e-12)
    expect(symmetricEigenvalues(ones, 30)[29]).toBeCloseTo(30, 12)
    expect([...symmetricEigenvalues([0, 0, 0, 0], 2)]).toEqual([0, 0])
    expect([...symmetricEigenvalues([3, 0, 0, 0, 1, 0, 0, 0, 2], 3)]).toEqual([1, 2, 3])
    expect([...symmetricEigenvalues([1e-8, 0, 0, 1e8], 2)]).toEqual([1e-8, 1e8])
    expect(
      residual(
        randomSymmetric(20).map((value) => value * 1e-150),
        20,
      ),
    ).toBeLessThan(1e-12)
  })

  it('keeps the trace of 256 dimensions', () => {
    const matrix = randomSymmetric(256)
    const { values } = symmetricEigen(matrix, 256)
    const trace = values.reduce((sum, value) => sum + value, 0)
    const expected = values.reduce((sum, _, i) => sum + matrix[i * 257], 0)
    expect(trace).toBeCloseTo(expected, 9)
  })

  it('refuses what is no finite square matrix', () => {
    expect(() => symmetricEigen([1, 2, 3], 2)).toThrow(expect.objectContaining({ field: 'matrix' }))
    expect(() => symmetricEigen([1, NaN, NaN, 1], 2)).toThrow('not finite')
  })
})
