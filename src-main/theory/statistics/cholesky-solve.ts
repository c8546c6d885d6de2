/** A x = B for a symmetric positive definite A, in float64. */
import { Refusal } from '#contract/refusal.ts'

/** X [n, columns] with A X = B, all row-major; A [n, n] symmetric positive definite. */
export type Solve = (a: Float64Array, b: Float64Array, n: number, columns: number) => Float64Array

/** By Cholesky's factor A = L L': forward, then backward. O(n^3/3 + n^2 columns). */
export const choleskySolve: Solve = (a, b, n, columns) => {
  const lower = factor(a, n)
  const x = Float64Array.from(b)
  const row = (i: number) => x.subarray(i * columns, (i + 1) * columns)
  const takeAway = (i: number, k: number, weight: number) => {
    if (weight === 0) return
    const [to, from] = [row(i), row(k)]
    for (let c = 0; c < columns; c++) to[c] -= weight * from[c]
  }
  const divide = (i: number) => {
    const to = row(i)
    for (let c = 0; c < columns; c++) to[c] /= lower[i * n + i]
  }
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) takeAway(i, k, lower[i * n + k])
    divide(i)
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) takeAway(i, k, lower[k * n + i])
    divide(i)
  }
  return x
}

function factor(a: Float64Array, n: number): Float64Array {
  const lower = new Float64Array(n * n)
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      let sum = a[i * n + j]
      for (let k = 0; k < j; k++) sum -= lower[i * n + k] * lower[j * n + k]
      if (i !== j) lower[i * n + j] = sum / lower[j * n + j]
      else if (sum > 0) lower[i * n + i] = Math.sqrt(sum)
      else throw new Refusal('The matrix is not positive definite.', { field: 'matrix' })
    }
  return lower
}
