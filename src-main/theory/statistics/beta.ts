/** The regularised incomplete beta function and its inverse. */

import { deviance, stirlingRemainder } from './gamma.ts'
import { brentRoot } from './root.ts'

/** Gamma(a+b+1)/(Gamma(a+1) Gamma(b+1)) x^a (1-x)^b by Loader's saddle-point form; y = 1 - x handed in whole. */
function binomialDensity(a: number, b: number, x: number, y: number): number {
  const n = a + b
  const remainder = stirlingRemainder(n) - stirlingRemainder(a) - stirlingRemainder(b)
  return Math.sqrt(n / (2 * Math.PI * a * b)) * Math.exp(remainder - deviance(a, n * x) - deviance(b, n * y))
}

/** Continued fraction of the incomplete beta function (Abramowitz & Stegun 26.5.8), by the modified Lentz method. */
function continuedFraction(a: number, b: number, x: number): number {
  const tiny = 1e-300
  let c = 1
  let d = 1 / (1 - ((a + b) * x) / (a + 1) || tiny)
  let h = d
  for (let m = 1; m < 100_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / (1 + even * d || tiny)
    c = 1 + even / c || tiny
    h *= c * d
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / (1 + odd * d || tiny)
    c = 1 + odd / c || tiny
    const factor = c * d
    h *= factor
    if (Math.abs(factor - 1) < 1e-16) break
  }
  return h
}

/**
 * I_x(a, b) = int_0^x s^(a-1) (1-s)^(b-1) ds / B(a, b) and its complement, a, b > 0; each to a relative error near 1e-13 where
 * it is the smaller. P(X >= k) of a binomial count of n with share x is I_x(k, n-k+1).
 */
export function incompleteBeta(a: number, b: number, x: number, y = 1 - x): { lower: number; upper: number } {
  if (x <= 0) return { lower: 0, upper: 1 }
  if (y <= 0) return { lower: 1, upper: 0 }
  if (x > (a + 1) / (a + b + 2)) {
    const mirrored = incompleteBeta(b, a, y, x)
    return { lower: mirrored.upper, upper: mirrored.lower }
  }
  const lower = Math.min(1, ((binomialDensity(a, b, x, y) * b) / (a + b)) * continuedFraction(a, b, x))
  return { lower, upper: 1 - lower }
}

/** x with I_x(a, b) = p. */
export function betaQuantile(p: number, a: number, b: number): number {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`betaQuantile: p must lie in [0, 1]; got ${p}`)
  if (p === 0 || p === 1) return p
  return brentRoot((x) => incompleteBeta(a, b, x).lower - p, 0, 1)
}
