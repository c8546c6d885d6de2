/** A factor of a covariance that may be singular: Cholesky's, largest variance first. */

import { Refusal } from '#contract/refusal.ts'

/**
 * F [rank, d], row-major, with F^T F = S for the symmetric positive semi-definite S [d, d]. Diagonal pivoting, ended where what is left
 * is rounding, d 2^-52 of the largest variance (Higham 1990, "Analysis of the Cholesky decomposition of a semi-definite matrix").
 */
export function pivotedCholesky(matrix: ArrayLike<number>, d: number): Float64Array {
  const left = Float64Array.from({ length: d }, (_, i) => matrix[i * d + i])
  const largest = left.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  if (!Array.prototype.every.call(matrix, Number.isFinite))
    throw new Refusal('The covariance holds an entry that is not finite.', { field: 'sigma' })
  const rounding = Math.max(d, 16) * Number.EPSILON * largest
  const factor = new Float64Array(d * d)
  for (let rank = 0; rank < d; rank++) {
    let pivot = 0
    for (let j = 1; j < d; j++) if (left[j] > left[pivot]) pivot = j
    if (!(left[pivot] > rounding)) return refuseNegative(left, largest, factor.slice(0, rank * d))
    const root = Math.sqrt(left[pivot])
    const row = factor.subarray(rank * d, rank * d + d)
    for (let j = 0; j < d; j++) row[j] = matrix[pivot * d + j]
    for (let k = 0; k < rank; k++) {
      const above = k * d
      const weight = factor[above + pivot]
      if (weight === 0) continue
      for (let j = 0; j < d; j++) row[j] -= weight * factor[above + j]
    }
    for (let j = 0; j < d; j++) {
      row[j] /= root
      left[j] -= row[j] * row[j]
    }
    left[pivot] = -Infinity
  }
  return factor
}

/** A diagonal that is clearly negative, here or at the start, belongs to no covariance. */
function refuseNegative(left: Float64Array, largest: number, factor: Float64Array): Float64Array {
  const least = left.reduce((low, value) => (value === -Infinity ? low : Math.min(low, value)), 0)
  if (least < -1e-6 * largest)
    throw new Refusal('The covariance has a negative eigenvalue: it is no covariance.', { field: 'sigma' })
  return factor
}
