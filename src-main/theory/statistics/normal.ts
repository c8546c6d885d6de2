/** The standard normal law: density, distribution function, quantile. */

import { incompleteGamma } from './gamma.ts'

const SQRT_TWO = Math.SQRT2
const ONE_OVER_SQRT_TWO_PI = 0.3989422804014327

/** erf x = 2/sqrt(pi) int_0^x e^(-s^2) ds = P(1/2, x^2). */
export const erf = (x: number) => Math.sign(x) * incompleteGamma(0.5, x * x).lower

/** 1 - erf x, with all its digits for large x. */
export function erfc(x: number): number {
  const { lower, upper } = incompleteGamma(0.5, x * x)
  return x >= 0 ? upper : 1 + lower
}

/** e^(-x^2/2)/sqrt(2 pi). */
export const normalPdf = (x: number) => ONE_OVER_SQRT_TWO_PI * Math.exp((-x * x) / 2)

/** P(Z <= x); relative error near 1e-13 in the lower tail. P(Z > x) is normalCdf(-x). */
export const normalCdf = (x: number) => erfc(-x / SQRT_TWO) / 2

/** x with P(Z <= x) = p: Abramowitz & Stegun 26.2.23 (4e-4), then Halley's steps on the distribution function. */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`normalQuantile: p must lie in [0, 1]; got ${p}`)
  if (p === 0) return -Infinity
  if (p === 1) return Infinity
  if (p === 0.5) return 0
  if (p > 0.5) return -normalQuantile(1 - p)
  const t = Math.sqrt(-2 * Math.log(p))
  let x = (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))) - t
  for (let i = 0; i < 3; i++) {
    const error = (normalCdf(x) - p) / normalPdf(x)
    x -= error / (1 + (x * error) / 2)
  }
  return x
}
