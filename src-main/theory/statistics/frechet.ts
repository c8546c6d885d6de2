/** The Fréchet distance between two Gaussians given by mean and covariance. */

import { Refusal } from '#contract/refusal.ts'
import { covariance, type Moments } from './moments.ts'
import { symmetricEigen, symmetricEigenvalues } from './symmetric-eigen.ts'

export type FrechetDistance = {
  /** Squared W2 distance of the Gaussians, the number that FID reports. */
  distance: number
  /** |mean1 - mean2|^2. */
  means: number
  /** tr(S1 + S2 - 2 (S1 S2)^(1/2)). */
  covariances: number
}

/**
 * |m1-m2|^2 + tr(S1 + S2 - 2 (S1^(1/2) S2 S1^(1/2))^(1/2)), Dowson & Landau 1982. Through the symmetric product, whose eigenvalues
 * are those of S1 S2, so that singular covariances (fewer samples than features) need neither an offset nor complex numbers;
 * eigenvalues that rounding has made negative count as 0.
 */
export function frechetDistance(
  mean1: ArrayLike<number>,
  covariance1: ArrayLike<number>,
  mean2: ArrayLike<number>,
  covariance2: ArrayLike<number>,
): FrechetDistance {
  const n = mean1.length
  if (mean2.length !== n || covariance1.length !== n * n || covariance2.length !== n * n)
    throw new Refusal('Means and covariances must be of one dimension.', { field: 'covariance' })
  let means = 0
  let trace = 0
  for (let i = 0; i < n; i++) {
    means += (mean1[i] - mean2[i]) ** 2
    trace += covariance1[i * n + i] + covariance2[i * n + i]
  }
  const root = squareRoot(covariance1, n)
  const product = multiply(multiply(root, covariance2, n), root, n)
  const roots = symmetricEigenvalues(product, n).reduce((sum, value) => sum + Math.sqrt(Math.max(0, value)), 0)
  const covariances = Math.max(0, trace - 2 * roots)
  return { distance: means + covariances, means, covariances }
}

/** The distance between two collections, each by its moments (covariances divided by n). */
export const frechetOfMoments = (a: Moments, b: Moments) =>
  frechetDistance(a.mean, covariance(a), b.mean, covariance(b))

/** S^(1/2) = V^T diag(sqrt(values)) V. */
function squareRoot(matrix: ArrayLike<number>, n: number): Float64Array {
  const { values, vectors } = symmetricEigen(matrix, n)
  const scaled = vectors.slice()
  values.forEach((value, k) => {
    const factor = Math.sqrt(Math.max(0, value))
    for (let i = 0; i < n; i++) scaled[k * n + i] *= factor
  })
  const transposed = new Float64Array(n * n)
  for (let k = 0; k < n; k++) for (let i = 0; i < n; i++) transposed[i * n + k] = vectors[k * n + i]
  return multiply(transposed, scaled, n)
}

function multiply(a: ArrayLike<number>, b: ArrayLike<number>, n: number): Float64Array {
  const out = new Float64Array(n * n)
  for (let i = 0; i < n; i++)
    for (let k = 0; k < n; k++) {
      const factor = a[i * n + k]
      if (factor === 0) continue
      for (let j = 0; j < n; j++) out[i * n + j] += factor * b[k * n + j]
    }
  return out
}
