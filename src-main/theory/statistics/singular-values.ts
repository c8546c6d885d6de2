/** Singular values of a matrix in plain float64, without squaring it. */

import { rowProducts } from './row-products.ts'
import { symmetricEigen } from './symmetric-eigen.ts'
import { tridiagonalQl } from './tridiagonal-ql.ts'

/** Largest first; row k of `vectors` [values.length, columns] is the right singular vector of values[k]. */
export type RightSingular = { values: Float64Array; vectors: Float64Array }

/**
 * The min(rows, columns) singular values of `a`, row-major, largest first, each to about 1e-15 of the largest. Householder reflections
 * from both sides to an upper bidiagonal matrix B (Golub & Kahan 1965, SIAM J. Numer. Anal. B 2); the eigenvalues of
 * [[0, B], [B^T, 0]], tridiagonal when its rows are shuffled, are +- the singular values. 4 rows columns^2 operations.
 */
export function singularValues(a: Float64Array, rows: number, columns: number): Float64Array {
  if (rows < columns) return singularValues(transpose(a, rows, columns), columns, rows)
  let largest = 0
  for (const value of a) largest = Math.max(largest, Math.abs(value))
  if (largest === 0) return new Float64Array(columns)
  const { diagonal, beside } = bidiagonalise(
    a.map((value) => value / largest),
    rows,
    columns,
  )
  const couplings = new Float64Array(2 * columns)
  let size = 0
  for (let k = 0; k < columns; k++) {
    couplings[2 * k] = diagonal[k]
    couplings[2 * k + 1] = beside[k]
    size = Math.max(size, Math.abs(diagonal[k]) + Math.abs(beside[k]))
  }
  const values = new Float64Array(2 * columns)
  // The diagonal starts as zeros, beside which nothing is small: couplings are judged by the size of the whole.
  tridiagonalQl(values, couplings, { negligible: (Number.EPSILON / 2) * size })
  return values
    .toSorted()
    .subarray(columns)
    .toReversed()
    .map((value) => Math.max(0, value) * largest)
}

/** Destroys `a` (rows >= columns). Returns B: its diagonal, and beside[k] right of diagonal[k] (the last is 0). */
function bidiagonalise(
  a: Float64Array,
  rows: number,
  columns: number,
): { diagonal: Float64Array; beside: Float64Array } {
  const diagonal = new Float64Array(columns)
  const beside = new Float64Array(columns)
  const left = new Float64Array(rows)
  const right = new Float64Array(columns)
  const along = new Float64Array(columns)
  for (let k = 0; k < columns; k++) {
    // From the left: column k becomes diagonal[k]. along = v^T A / h over the columns that are left.
    let square = 0
    for (let i = k; i < rows; i++) {
      left[i] = a[i * columns + k]
      square += left[i] * left[i]
    }
    const h = householder(left, k, square, diagonal, k)
    along.fill(0, k + 1)
    if (h > 0) {
      for (let i = k; i < rows; i++) {
        const factor = left[i] / h
        const row = i * columns
        for (let j = k + 1; j < columns; j++) along[j] += factor * a[row + j]
      }
    }
    if (k + 1 >= columns) break
    // From the right: row k, as the first reflection leaves it, becomes beside[k].
    square = 0
    for (let j = k + 1; j < columns; j++) {
      right[j] = a[k * columns + j] - left[k] * along[j]
      square += right[j] * right[j]
    }
    const g = householder(right, k + 1, square, beside, k)
    // Both at once on the rows that are left.
    for (let i = k + 1; i < rows; i++) {
      const row = i * columns
      const factor = h > 0 ? left[i] : 0
      let sum = 0
      for (let j = k + 1; j < columns; j++) {
        const value = a[row + j] - factor * along[j]
        a[row + j] = value
        sum += value * right[j]
      }
      if (g === 0) continue
      sum /= g
      for (let j = k + 1; j < columns; j++) a[row + j] -= sum * right[j]
    }
  }
  return { diagonal, beside }
}

/** Makes x[from ..] the vector v of H = 1 - v v^T / h with H x = (out[at], 0, ...); returns h, 0 where x vanishes. */
function householder(x: Float64Array, from: number, square: number, out: Float64Array, at: number): number {
  // The matrix is scaled to 1: below this the reflection itself would be rounding.
  if (square < 1e-290) {
    x.fill(0, from)
    out[at] = 0
    return 0
  }
  const norm = x[from] > 0 ? -Math.sqrt(square) : Math.sqrt(square)
  out[at] = norm
  const h = square - x[from] * norm
  x[from] -= norm
  return h
}

/** By the eigenvectors of A^T A or A A^T, whichever is smaller; singular values below 1e-7 of the largest are left out. */
export function rightSingular(a: Float64Array, rows: number, columns: number): RightSingular {
  const wide = rows < columns
  const size = wide ? rows : columns
  const across = transpose(a, rows, columns)
  const { values, vectors } = symmetricEigen(
    wide ? rowProducts(a, a, columns) : rowProducts(across, across, rows),
    size,
  )
  const kept: number[] = []
  for (let k = size - 1; k >= 0; k--) if (values[k] > 1e-14 * values[size - 1]) kept.push(k)
  const found = {
    values: Float64Array.from(kept, (k) => Math.sqrt(values[k])),
    vectors: new Float64Array(kept.length * columns),
  }
  kept.forEach((k, to) => {
    const vector = vectors.subarray(k * size, k * size + size)
    const right = wide ? rowProducts(across, vector.slice(), rows).map((value) => value / found.values[to]) : vector
    found.vectors.set(right, to * columns)
  })
  return found
}

export function transpose(a: Float64Array, rows: number, columns: number): Float64Array {
  const out = new Float64Array(a.length)
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) out[j * rows + i] = a[i * columns + j]
  return out
}
