/** Mean and covariance of rows that arrive in batches, in float64, without a second pass. */

import { Refusal } from '#contract/refusal.ts'

export type Moments = {
  readonly dim: number
  count: number
  mean: Float64Array
  /** Sum of (x - mean)(x - mean)^T, dim x dim, row-major. */
  scatter: Float64Array
}

export const emptyMoments = (dim: number): Moments => ({
  dim,
  count: 0,
  mean: new Float64Array(dim),
  scatter: new Float64Array(dim * dim),
})

/**
 * Adds `rows` (count x dim, row-major): the batch's own mean and scatter first, then merged, so no large sums of squares are ever
 * subtracted. Chan, Golub & LeVeque 1979.
 */
export function addRows(moments: Moments, rows: ArrayLike<number>): void {
  const { dim } = moments
  const count = rows.length / dim
  if (!Number.isInteger(count))
    throw new Refusal(`${rows.length} numbers are no whole rows of ${dim}.`, { field: 'rows' })
  if (count === 0) return
  const batch = emptyMoments(dim)
  batch.count = count
  for (let r = 0; r < count; r++) for (let i = 0; i < dim; i++) batch.mean[i] += rows[r * dim + i] / count
  const centred = new Float64Array(dim)
  for (let r = 0; r < count; r++) {
    for (let i = 0; i < dim; i++) centred[i] = rows[r * dim + i] - batch.mean[i]
    addOuter(batch.scatter, centred, 1)
  }
  if (!batch.mean.every(Number.isFinite))
    throw new Refusal('A row holds a number that is not finite.', { field: 'rows' })
  mergeMoments(moments, batch)
}

/** `into` becomes the moments of both; order does not matter beyond rounding. */
export function mergeMoments(into: Moments, from: Moments): void {
  if (into.dim !== from.dim)
    throw new Refusal(`Features of ${into.dim} and of ${from.dim} numbers cannot be merged.`, { field: 'rows' })
  const total = into.count + from.count
  if (from.count === 0) return
  const difference = from.mean.map((value, i) => value - into.mean[i])
  for (let i = 0; i < into.scatter.length; i++) into.scatter[i] += from.scatter[i]
  addOuter(into.scatter, difference, (into.count * from.count) / total)
  for (let i = 0; i < into.dim; i++) into.mean[i] += (difference[i] * from.count) / total
  into.count = total
}

/** scatter += weight x x^T. */
function addOuter(scatter: Float64Array, x: Float64Array, weight: number): void {
  const n = x.length
  for (let i = 0; i < n; i++) {
    const xi = weight * x[i]
    const row = i * n
    for (let j = 0; j < n; j++) scatter[row + j] += xi * x[j]
  }
}

/** Covariance, dim x dim row-major, divided by n. */
export function covariance(moments: Moments): Float64Array {
  if (moments.count === 0) throw new Refusal('There are no rows yet.', { field: 'rows' })
  return moments.scatter.map((value) => value / moments.count)
}
