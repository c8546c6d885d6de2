/** 2-Wasserstein distance between two sets of points: exact on a line, sliced in the plane. */
import { Refusal } from '#contract/refusal.ts'
import type { Measured, Protocol } from './measured.ts'

/**
 * W2 of two empirical laws on the line, of any sizes: W2^2 = integral over u of (F^-1(u) - G^-1(u))^2, the quantile functions
 * being steps (Peyre & Cuturi 2019, arXiv:1803.00567, remark 2.30). In float64.
 */
export function wasserstein1d(a: ArrayLike<number>, b: ArrayLike<number>, given: Protocol = {}): Measured<number> {
  return {
    value: Math.sqrt(squaredBySorting(Float64Array.from(a), Float64Array.from(b))),
    protocol: { ...given, n: a.length, n_reference: b.length, distance: 'W2, exact by sorting' },
  }
}

/**
 * Sliced W2 of points in the plane (x, y, x, y, ...): the root of the mean of the squared one-dimensional W2 along `projections`
 * directions at angles pi (k + 1/2) / projections (Bonneel et al. 2015, doi:10.1007/s10851-014-0506-3). At most W2, and
 * |shift| / sqrt 2 between a set and its shifted copy.
 */
export function slicedWasserstein2d(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  projections = 64,
  given: Protocol = {},
): Measured<number> {
  let sum = 0
  for (let k = 0; k < projections; k++) {
    const angle = (Math.PI * (k + 0.5)) / projections
    sum += squaredBySorting(project(a, angle), project(b, angle))
  }
  const distance = 'sliced W2, directions pi (k + 1/2) / projections'
  return {
    value: Math.sqrt(sum / projections),
    protocol: { ...given, n: a.length / 2, n_reference: b.length / 2, distance, projections },
  }
}

function project(points: ArrayLike<number>, angle: number): Float64Array {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  return Float64Array.from({ length: points.length / 2 }, (_, i) => cos * points[2 * i] + sin * points[2 * i + 1])
}

function squaredBySorting(a: Float64Array, b: Float64Array): number {
  if (a.length === 0 || b.length === 0) throw new Refusal('There are no points to compare.', { field: 'samples' })
  a.sort()
  b.sort()
  let sum = 0
  let from = 0
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const nextA = (i + 1) * b.length
    const nextB = (j + 1) * a.length
    const to = Math.min(nextA, nextB)
    sum += (to - from) * (a[i] - b[j]) ** 2
    from = to
    if (nextA === to) i++
    if (nextB === to) j++
  }
  return sum / (a.length * b.length)
}
