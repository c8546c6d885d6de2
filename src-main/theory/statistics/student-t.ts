/** Student's t law. */

import { betaQuantile, incompleteBeta } from './beta.ts'

/** P(T <= t) with `df` > 0 degrees of freedom: half of I_x(df/2, 1/2), x = df/(df + t^2), below 0. */
export function studentTCdf(t: number, df: number): number {
  const square = t * t
  const tail = incompleteBeta(df / 2, 0.5, df / (df + square), square / (df + square)).lower / 2
  return t < 0 ? tail : 1 - tail
}

/** t with P(T <= t) = p. */
export function studentTQuantile(p: number, df: number): number {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`studentTQuantile: p must lie in [0, 1]; got ${p}`)
  if (p === 0 || p === 1) return p === 0 ? -Infinity : Infinity
  if (p > 0.5) return -studentTQuantile(1 - p, df)
  if (p < 0.25) {
    const x = betaQuantile(2 * p, df / 2, 0.5)
    return -Math.sqrt((df * (1 - x)) / x)
  }
  // Near the middle x is close to 1; its complement keeps the digits.
  const y = betaQuantile(1 - 2 * p, 0.5, df / 2)
  return -Math.sqrt((df * y) / (1 - y))
}
