/** Intervals of what is computed from sums over images: each group of them left out once. */
import { studentTQuantile } from '../statistics/student-t.ts'

export type Interval = { value: number; low: number; high: number }

/**
 * Of the root of a squared quantity q: `whole` from all groups, `without[g]` from all but group g. Bias taken off, G whole - (G - 1) mean,
 * standard error sqrt((G - 1)/G sum (without - mean)^2) (Quenouille 1956; Tukey 1958), Student's t with G - 1 degrees of freedom on q,
 * then the root, held at 0: a distance from noise alone is 0 and not the size of the noise.
 */
export function rootInterval(whole: number, without: readonly number[], confidence = 0.95): Interval {
  const { value, low, high } = jackknife(whole, without, confidence)
  const root = (square: number) => Math.sqrt(Math.max(0, square))
  return { value: root(value), low: root(low), high: root(high) }
}

export function jackknife(whole: number, without: readonly number[], confidence = 0.95): Interval {
  const groups = without.length
  const mean = without.reduce((sum, value) => sum + value, 0) / groups
  const spread = without.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  const value = groups * whole - (groups - 1) * mean
  const reach = studentTQuantile((1 + confidence) / 2, groups - 1) * Math.sqrt(((groups - 1) / groups) * spread)
  return { value, low: value - reach, high: value + reach }
}
