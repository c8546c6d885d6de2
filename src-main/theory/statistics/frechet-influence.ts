/** How far a Fréchet distance would move with other samples: its standard error from one decomposition, without resampling. */

import { PLAIN_ALGEBRA, type Algebra } from './algebra.ts'
import { countOf, type Features } from './features.ts'
import type { Factored } from './frechet-features.ts'
import { normalQuantile } from './normal.ts'
import { transpose } from './singular-values.ts'

/** Singular values below this share of the largest carry no influence that could be told from rounding. */
const NEGLIGIBLE = 1e-7

/** Weights [k, d], row-major, of the quadratic form of either set: x^T T x = |W x|^2 of a centred row x. */
export type Transport = { ofSamples: Float64Array; ofReference: Float64Array }

/**
 * The optimal map T between the Gaussians as a quadratic form, T = S2^(1/2) (S2^(1/2) S1 S2^(1/2))^(-1/2) S2^(1/2) for the samples and
 * with both changed for the reference. With S = F^T F and F1 F2^T = U diag(s) V^T it is W^T W, W = s^(-1/2) V^T F2, and s^(-1/2) U^T F1:
 * defined on the span of the rows where covariances are singular.
 */
export function transportOf(samples: Factored, reference: Factored, algebra: Algebra = PLAIN_ALGEBRA): Transport {
  const { d } = samples
  const [rows, columns] = [samples.factor.length / d, reference.factor.length / d]
  const product = algebra.rowProducts(samples.factor, reference.factor, d)
  const { values, vectors } = algebra.rightSingular(product, rows, columns)
  let rank = 0
  while (rank < values.length && values[rank] > NEGLIGIBLE * values[0]) rank++
  if (rank === 0) return { ofSamples: new Float64Array(0), ofReference: new Float64Array(0) }
  const right = vectors.slice(0, rank * columns)
  const left = algebra.rowProducts(right, product, columns)
  const scaled = (weights: Float64Array, power: number) =>
    weights.map((value, at) => value * values[Math.floor(at / d)] ** power)
  return {
    ofSamples: scaled(algebra.rowProducts(right, transpose(reference.factor, columns, d), columns), -0.5),
    // M V = U s, so that U s^(-1/2) is M V s^(-3/2).
    ofReference: scaled(algebra.rowProducts(left, transpose(samples.factor, rows, d), rows), -1.5),
  }
}

/**
 * The influence of every row on the distance, 2 (m1 - m2) . (x - m1) + (x - m1)^T (1 - T) (x - m1) less its mean: the derivative of the
 * distance by the row's weight, so that resampling the rows moves the distance by the mean of their influences, to first order.
 */
export function frechetInfluence(
  features: Features,
  own: Factored,
  other: Factored,
  transport: Float64Array,
  algebra: Algebra = PLAIN_ALGEBRA,
): Float64Array {
  const { rows, d } = features
  const n = countOf(features)
  const centred = Float64Array.from(rows, (value, at) => value - own.mean[at % d])
  const images = algebra.rowProducts(centred, transport, d)
  const rank = transport.length / d
  const influence = new Float64Array(n)
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < d; j++) {
      const x = centred[i * d + j]
      influence[i] += x * x + 2 * (own.mean[j] - other.mean[j]) * x
    }
    for (let k = 0; k < rank; k++) influence[i] -= images[i * rank + k] ** 2
  }
  const mean = influence.reduce((sum, value) => sum + value, 0) / n
  return influence.map((value) => value - mean)
}

export type FrechetError = {
  /** Over fresh samples of both sets, at these n. */
  standardError: number
  ofSamples: number
  /** 0 where the reference is given by its moments and so taken as known. */
  ofReference: number
}

/**
 * The infinitesimal jackknife (Efron 1982, "The jackknife, the bootstrap and other resampling plans", ch. 6): the root of the mean square
 * influence over n, of either set. Against fresh samples of Gaussians it is 0 to 10 % too large where the laws differ, and up to
 * half too large where they are one.
 */
export function frechetError(
  samples: Features,
  reference: Features | null,
  factors: readonly [Factored, Factored],
  algebra: Algebra = PLAIN_ALGEBRA,
): FrechetError {
  const [own, other] = factors
  const transport = transportOf(own, other, algebra)
  const ofSamples = errorOf(frechetInfluence(samples, own, other, transport.ofSamples, algebra))
  const ofReference = reference ? errorOf(frechetInfluence(reference, other, own, transport.ofReference, algebra)) : 0
  return { standardError: Math.hypot(ofSamples, ofReference), ofSamples, ofReference }
}

const errorOf = (influence: Float64Array): number => {
  const n = influence.length
  return Math.sqrt(influence.reduce((sum, value) => sum + value * value, 0) / (n - 1) / n)
}

/** value +- z standardError. */
export function normalInterval(
  value: number,
  standardError: number,
  confidence: number,
): { low: number; high: number } {
  const reach = normalQuantile((1 + confidence) / 2) * standardError
  return { low: value - reach, high: value + reach }
}
