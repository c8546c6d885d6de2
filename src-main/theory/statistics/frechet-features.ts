/** The Fréchet distance between two sets of features: FID where the features are Inception's. */

import { Refusal } from '#contract/refusal.ts'
import { PLAIN_ALGEBRA, type Algebra } from './algebra.ts'
import { checkFeatures, checkPair, countOf, type Features } from './features.ts'
import type { FrechetDistance } from './frechet.ts'
import { pivotedCholesky } from './pivoted-cholesky.ts'

/** A Gaussian by its mean and a factor of its covariance, S = F^T F with F [k, d] row-major, k <= d. */
export type Factored = { mean: Float64Array; factor: Float64Array; d: number }

/** What the sum of (x - mean)(x - mean)^T is divided by: n - 1 as pytorch-fid and clean-fid have it, n as maximum likelihood. */
export type Divisor = 'n-1' | 'n'

/** Mean and factor of rows: the centred rows themselves over the root of the divisor, reduced to a triangle where n > d. */
export function factored(
  features: Features,
  { divisor = 'n-1', algebra = PLAIN_ALGEBRA }: { divisor?: Divisor; algebra?: Algebra } = {},
): Factored {
  checkFeatures(features)
  const { d } = features
  const n = countOf(features)
  const mean = meanOf(features)
  const scale = 1 / Math.sqrt(divisor === 'n' ? n : n - 1)
  const centred = new Float64Array(features.rows.length)
  for (let at = 0; at < centred.length; at += d)
    for (let j = 0; j < d; j++) centred[at + j] = (features.rows[at + j] - mean[j]) * scale
  return { mean, factor: algebra.triangle(centred, d), d }
}

/**
 * Mean and factor of moments that came as numbers, such as a reference's `mu` and `sigma`. Where the covariance is singular they cannot
 * tell directions of no variance from rounding, which costs the distance half its digits; features do not have that loss.
 */
export function factoredMoments(mean: ArrayLike<number>, covariance: ArrayLike<number>): Factored {
  const d = mean.length
  if (covariance.length !== d * d)
    throw new Refusal(`A mean of ${d} numbers needs a covariance of ${d * d}; got ${covariance.length}.`, {
      field: 'sigma',
    })
  return { mean: Float64Array.from(mean), factor: pivotedCholesky(covariance, d), d }
}

/**
 * |m1 - m2|^2 + tr(S1 + S2 - 2 (S1 S2)^(1/2)), Dowson & Landau 1982; Heusel et al. 2017, arXiv:1706.08500. With S = F^T F the trace of
 * (S1 S2)^(1/2) is the sum of the singular values of F1 F2^T, so that nothing is squared: singular covariances (n <= d, constant or
 * repeated features) need no offset, and rounding stays near 1e-15 of tr S1 + tr S2.
 */
export function frechetBetween(a: Factored, b: Factored, algebra: Algebra = PLAIN_ALGEBRA): FrechetDistance {
  const { d } = a
  if (b.d !== d) throw new Refusal(`Features of ${d} and of ${b.d} numbers cannot be compared.`, { field: 'features' })
  let means = 0
  for (let j = 0; j < d; j++) means += (a.mean[j] - b.mean[j]) ** 2
  const product = algebra.rowProducts(a.factor, b.factor, d)
  const roots = sum(algebra.singularValues(product, a.factor.length / d, b.factor.length / d))
  const covariances = Math.max(0, squares(a.factor) + squares(b.factor) - 2 * roots)
  return { distance: means + covariances, means, covariances }
}

/** The distance between two sets of rows; covariances are divided by n - 1 unless told otherwise. */
export function frechetOfFeatures(
  a: Features,
  b: Features,
  options: { divisor?: Divisor; algebra?: Algebra } = {},
): FrechetDistance {
  checkPair(a, b)
  return frechetBetween(factored(a, options), factored(b, options), options.algebra)
}

function meanOf(features: Features): Float64Array {
  const { rows, d } = features
  const n = countOf(features)
  const mean = new Float64Array(d)
  // Around the first row, so that a constant feature has its own value as its mean, to the bit.
  for (let at = 0; at < rows.length; at += d) for (let j = 0; j < d; j++) mean[j] += rows[at + j] - rows[j]
  for (let j = 0; j < d; j++) mean[j] = rows[j] + mean[j] / n
  return mean
}

function sum(values: Float64Array): number {
  let total = 0
  // Smallest first.
  for (let k = values.length - 1; k >= 0; k--) total += values[k]
  return total
}

function squares(values: Float64Array): number {
  let total = 0
  for (const value of values) total += value * value
  return total
}
