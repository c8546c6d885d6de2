/** Eigenvalues and eigenvectors of a real symmetric matrix in float64: Householder to tridiagonal form, then implicit QL. */

import { Refusal } from '#contract/refusal.ts'
import { tridiagonalQl } from './tridiagonal-ql.ts'

export type SymmetricEigen = {
  /** Ascending. */
  values: Float64Array
  /** n x n, row-major; row k is the unit eigenvector of values[k]. */
  vectors: Float64Array
}

/**
 * A = V^T diag(values) V for the symmetric n x n row-major `matrix` (its lower triangle is read). Householder reflections and QL
 * with Wilkinson shifts, as in Wilkinson & Reinsch 1971, "Linear Algebra", II/2 and II/3. O(n^3): meant for n <= 512.
 */
export function symmetricEigen(matrix: ArrayLike<number>, n: number): SymmetricEigen {
  return solve(matrix, n, true)
}

/** The eigenvalues alone, ascending, in about a third of the time. */
export function symmetricEigenvalues(matrix: ArrayLike<number>, n: number): Float64Array {
  return solve(matrix, n, false).values
}

function solve(matrix: ArrayLike<number>, n: number, wanted: boolean): SymmetricEigen {
  if (!(Number.isInteger(n) && n > 0 && matrix.length === n * n))
    throw new Refusal(`The matrix must have n x n = ${n * n} entries; it has ${matrix.length}.`, { field: 'matrix' })
  const a = Float64Array.from(matrix)
  if (!a.every(Number.isFinite)) throw new Refusal('The matrix holds an entry that is not finite.', { field: 'matrix' })
  // Rows of `q` become the eigenvectors, so that every rotation runs along memory.
  const q = wanted ? new Float64Array(n * n) : null
  const { diagonal, off } = tridiagonalise(a, n, q)
  off.copyWithin(0, 1)
  tridiagonalQl(diagonal, off, { vectors: q })
  const order = Array.from(diagonal.keys()).toSorted((i, j) => diagonal[i] - diagonal[j])
  const vectors = new Float64Array(wanted ? n * n : 0)
  if (q) order.forEach((from, k) => vectors.set(q.subarray(from * n, from * n + n), k * n))
  return { values: Float64Array.from(order, (i) => diagonal[i]), vectors }
}

/** Householder: A becomes Q^T T Q, T tridiagonal; rows of `q` receive Q. Destroys `a`. */
function tridiagonalise(
  a: Float64Array,
  n: number,
  q: Float64Array | null,
): { diagonal: Float64Array; off: Float64Array } {
  const off = new Float64Array(n)
  const scales = new Float64Array(n)
  const p = new Float64Array(n)
  // Row i is reduced to its entry left of the diagonal by a reflection of coordinates 0 .. i-1, last row first.
  for (let i = n - 1; i > 1; i--) {
    const v = a.subarray(i * n, i * n + i)
    let largest = 0
    for (let k = 0; k < i - 1; k++) largest = Math.max(largest, Math.abs(v[k]))
    if (largest === 0) {
      off[i] = v[i - 1]
      continue
    }
    largest = Math.max(largest, Math.abs(v[i - 1]))
    let square = 0
    for (let k = 0; k < i; k++) {
      v[k] /= largest
      square += v[k] * v[k]
    }
    const length = v[i - 1] > 0 ? -Math.sqrt(square) : Math.sqrt(square)
    off[i] = largest * length
    const h = square - v[i - 1] * length
    v[i - 1] -= length
    scales[i] = h
    // p = A v / h from the lower triangle, then A -= v w^T + w v^T with w = p - (v.p / 2h) v.
    p.fill(0, 0, i)
    for (let r = 0; r < i; r++) {
      const row = r * n
      let sum = a[row + r] * v[r]
      const vr = v[r]
      for (let c = 0; c < r; c++) {
        sum += a[row + c] * v[c]
        p[c] += a[row + c] * vr
      }
      p[r] += sum
    }
    let along = 0
    for (let k = 0; k < i; k++) {
      p[k] /= h
      along += p[k] * v[k]
    }
    along /= 2 * h
    for (let k = 0; k < i; k++) p[k] -= along * v[k]
    for (let r = 0; r < i; r++) {
      const row = r * n
      const [vr, wr] = [v[r], p[r]]
      for (let c = 0; c <= r; c++) a[row + c] -= vr * p[c] + wr * v[c]
    }
  }
  if (n > 1) off[1] = a[n]
  const diagonal = Float64Array.from({ length: n }, (_, i) => a[i * n + i])
  if (q) accumulate(a, scales, n, q)
  return { diagonal, off }
}

/** Q as the product of the reflections, smallest first, so that each acts on the block it has already made non-trivial. */
function accumulate(a: Float64Array, scales: Float64Array, n: number, q: Float64Array): void {
  for (let i = 0; i < n; i++) q[i * n + i] = 1
  for (let i = 2; i < n; i++) {
    if (scales[i] === 0) continue
    const v = a.subarray(i * n, i * n + i)
    for (let r = 0; r < i; r++) {
      const row = q.subarray(r * n, r * n + i)
      let dot = 0
      for (let c = 0; c < i; c++) dot += row[c] * v[c]
      dot /= scales[i]
      for (let c = 0; c < i; c++) row[c] -= dot * v[c]
    }
  }
}
