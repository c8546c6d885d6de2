/** The chi-squared law, and Pearson's test of counts against given proportions. */

import { Refusal } from '#contract/refusal.ts'
import { incompleteGamma } from './gamma.ts'
import { brentRoot } from './root.ts'

/** P(X <= x) with `df` > 0 degrees of freedom. */
export const chiSquaredCdf = (x: number, df: number) => incompleteGamma(df / 2, x / 2).lower

/** P(X > x), with all its digits in the tail. */
export const chiSquaredSf = (x: number, df: number) => incompleteGamma(df / 2, x / 2).upper

/** x with P(X <= x) = p. */
export function chiSquaredQuantile(p: number, df: number): number {
  if (!(p >= 0 && p < 1)) throw new RangeError(`chiSquaredQuantile: p must lie in [0, 1); got ${p}`)
  if (p === 0) return 0
  let high = df + 1
  while (chiSquaredCdf(high, df) < p) high *= 2
  return brentRoot((x) => (p < 0.5 ? chiSquaredCdf(x, df) - p : 1 - p - chiSquaredSf(x, df)), 0, high)
}

export type ChiSquaredTest = {
  statistic: number
  df: number
  pValue: number
  /** Smallest expected count; below 5 the p-value is rough (Cochran 1954, Biometrics 10). */
  smallestExpected: number
}

/**
 * Pearson's statistic sum (O - E)^2/E of `counts` against `shares` (any positive scale: training counts do), with
 * p = P(chi^2_df > statistic), df = classes that can occur - 1. Pearson 1900, Phil. Mag. 50.
 */
export function chiSquaredTest(counts: ArrayLike<number>, shares: ArrayLike<number>): ChiSquaredTest {
  if (counts.length !== shares.length)
    throw new Refusal(`There are ${counts.length} counts but ${shares.length} reference shares.`, { field: 'shares' })
  const n = total(counts, 'counts')
  const scale = total(shares, 'shares')
  let statistic = 0
  let cells = 0
  let smallestExpected = Infinity
  for (let i = 0; i < counts.length; i++) {
    const expected = (n * shares[i]) / scale
    if (expected === 0 && counts[i] > 0)
      throw new Refusal(`Class ${i} was found ${counts[i]} times, yet its reference share is 0: no test is needed.`, {
        field: 'shares',
      })
    if (expected === 0) continue
    cells += 1
    smallestExpected = Math.min(smallestExpected, expected)
    statistic += (counts[i] - expected) ** 2 / expected
  }
  if (cells < 2) throw new Refusal('The test needs at least two classes that can occur.', { field: 'shares' })
  return { statistic, df: cells - 1, pValue: chiSquaredSf(statistic, cells - 1), smallestExpected }
}

/**
 * Pearson's test of homogeneity of two samples of counts: sum over both rows and all classes of (O - E)^2/E with E = row total x column
 * total / total, df = classes that occur in either - 1, no continuity correction. Pearson 1911, Biometrika 8.
 */
export function homogeneityTest(first: ArrayLike<number>, second: ArrayLike<number>): ChiSquaredTest {
  if (first.length !== second.length)
    throw new Refusal(`There are ${first.length} counts in one sample but ${second.length} in the other.`, {
      field: 'counts',
    })
  const rows = [first, second].map((counts) => ({ counts, n: total(counts, 'counts') }))
  const n = rows[0].n + rows[1].n
  let statistic = 0
  let cells = 0
  let smallestExpected = Infinity
  for (let i = 0; i < first.length; i++) {
    const both = first[i] + second[i]
    if (both === 0) continue
    cells += 1
    for (const row of rows) {
      const expected = (row.n * both) / n
      smallestExpected = Math.min(smallestExpected, expected)
      statistic += (row.counts[i] - expected) ** 2 / expected
    }
  }
  if (cells < 2) throw new Refusal('The test needs at least two classes that occur.', { field: 'counts' })
  return { statistic, df: cells - 1, pValue: chiSquaredSf(statistic, cells - 1), smallestExpected }
}

function total(values: ArrayLike<number>, field: string): number {
  let sum = 0
  for (let i = 0; i < values.length; i++) {
    if (!(values[i] >= 0 && values[i] < Infinity))
      throw new Refusal(`Entry ${i} of ${field} must be finite and not negative; got ${values[i]}.`, { field })
    sum += values[i]
  }
  if (!(sum > 0)) throw new Refusal(`The ${field} add up to 0.`, { field })
  return sum
}
