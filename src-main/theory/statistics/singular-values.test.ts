import { describe, expect, it } from 'vitest'
import { normals, STREAMS } from '#theory/noise/philox.ts'
import { triangleOf } from './row-reduction.ts'
import { rowProducts } from './row-products.ts'
import { rightSingular, singularValues, transpose } from './singular-values.ts'

const draw = (count: number, sample: number) => {
  const z = new Float64Array(count)
  normals({ seed: 17, stream: STREAMS.law, sample, step: 0 }, z)
  return z
}
const largestGap = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a).reduce((most, value, k) => Math.max(most, Math.abs(value - b[k])), 0)

describe('singular values', () => {
  it('of the upper bidiagonal matrix of ones are 2 cos(pi k/(2n + 1))', () => {
    const n = 40
    const matrix = Float64Array.from({ length: n * n }, (_, at) => {
      const apart = (at % n) - Math.floor(at / n)
      return apart === 0 || apart === 1 ? 1 : 0
    })
    const expected = Array.from({ length: n }, (_, k) => 2 * Math.cos(((k + 1) * Math.PI) / (2 * n + 1)))
    expect(largestGap(singularValues(matrix, n, n), expected)).toBeLessThan(3e-15)
  })

  it('keep their absolute digits where the matrix is singular, which squaring it would halve', () => {
    // u v^T + 1e-12 w z^T with disjoint unit vectors: 1, 1e-12 and zeros.
    const [rows, columns] = [30, 20]
    const matrix = new Float64Array(rows * columns)
    for (let i = 0; i < 4; i++) for (let j = 0; j < 4; j++) matrix[i * columns + j] = 1 / 4
    for (let i = 9; i < 13; i++) for (let j = 9; j < 13; j++) matrix[i * columns + j] = 1e-12 / 4
    const values = singularValues(matrix, rows, columns)
    expect(values).toHaveLength(20)
    expect(Math.abs(values[0] - 1)).toBeLessThan(1e-15)
    expect(Math.abs(values[1] - 1e-12)).toBeLessThan(1e-16)
    expect(values[2]).toBeLessThan(1e-16)
    expect(singularValues(new Float64Array(6), 3, 2)).toEqual(new Float64Array(2))
  })

  it('do not change under transposition or a scale of 1e150, and square to the sum of squares', () => {
    const matrix = draw(50 * 31, 1)
    const values = singularValues(matrix, 50, 31)
    expect(largestGap(values, singularValues(transpose(matrix, 50, 31), 31, 50))).toBe(0)
    const large = singularValues(
      matrix.map((value) => value * 1e150),
      50,
      31,
    )
    expect(
      largestGap(
        values,
        large.map((value) => value / 1e150),
      ),
    ).toBeLessThan(1e-13)
    const squares = matrix.reduce((sum, value) => sum + value * value, 0)
    expect(Math.abs(values.reduce((sum, value) => sum + value * value, 0) / squares - 1)).toBeLessThan(1e-14)
  })

  it.each([
    [50, 20],
    [20, 50],
  ])('come with right vectors that the matrix stretches by them (%i x %i)', (rows, columns) => {
    const matrix = draw(rows * columns, 2)
    const { values, vectors } = rightSingular(matrix, rows, columns)
    expect(largestGap(values, singularValues(matrix, rows, columns))).toBeLessThan(1e-12)
    const images = rowProducts(vectors, matrix, columns)
    const gram = rowProducts(images, images, rows)
    gram.forEach((value, at) => {
      const [k, l] = [Math.floor(at / 20), at % 20]
      expect(Math.abs(value - (k === l ? values[k] ** 2 : 0))).toBeLessThan(1e-10)
    })
  })
})

describe('row products and the triangular factor', () => {
  it('are the definition, also for one row and where both matrices are one', () => {
    const [a, b] = [draw(37 * 5, 3), draw(70 * 5, 4)]
    const direct = (x: Float64Array, y: Float64Array, i: number, j: number) =>
      [0, 1, 2, 3, 4].reduce((sum, k) => sum + x[i * 5 + k] * y[j * 5 + k], 0)
    rowProducts(a, b, 5).forEach((value, at) => expect(value).toBe(direct(a, b, Math.floor(at / 70), at % 70)))
    rowProducts(a, a, 5).forEach((value, at) => expect(value).toBe(direct(a, a, Math.floor(at / 37), at % 37)))
  })

  it('R^T R is A^T A, over several blocks and with a column of zeros', () => {
    const [n, d] = [700, 6]
    const a = draw(n * d, 5).map((value, k) => (k % d === 3 ? 0 : value))
    const triangle = triangleOf(a, d)
    expect(triangle).toHaveLength(d * d)
    for (let i = 0; i < d; i++) for (let j = 0; j < i; j++) expect(triangle[i * d + j]).toBe(0)
    const square = (m: Float64Array, rows: number) => {
      const columns = transpose(m, rows, d)
      return rowProducts(columns, columns, rows)
    }
    expect(largestGap(square(triangle, d), square(a, n))).toBeLessThan(1e-11)
    expect(triangleOf(a.subarray(0, 4 * d), d)).toHaveLength(4 * d)
  })
})
