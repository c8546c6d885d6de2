/** Exact tests of counts: two shares of unlike samples, two shares of the same ones, one share against a known one. */

import { Refusal } from '#contract/refusal.ts'
import { normalQuantile } from './normal.ts'
import { clopperPearson } from './proportions.ts'

export type CountTest = {
  /** Share of the first less that of the second (or less the known share). */
  difference: number
  low: number
  high: number
  confidence: number
  /** Two-sided. */
  pValue: number
  method: string
}

/** Probabilities that rounding has parted count as equal. */
const EQUAL = 1 + 1e-7

/**
 * Fisher's exact test of `first` of `n` against `second` of `m`, independent samples: the probability, given both margins, of tables no
 * likelier than this one (Fisher 1935; R's and scipy's two-sided rule). The interval of the difference is Newcombe's (1998, Statist. Med.
 * 17, method 10).
 */
export function twoProportionTest(first: number, n: number, second: number, m: number, confidence = 0.95): CountTest {
  checkCount(first, n)
  checkCount(second, m)
  const total = first + second
  const least = Math.max(0, total - m)
  // Ratios of hypergeometric probabilities of k and k + 1: no factorials, so no digits lost at any size.
  const pValue = noLikelier(first - least, Math.min(n, total) - least, (step) => {
    const k = least + step
    return ((n - k) * (total - k)) / ((k + 1) * (m - total + k + 1))
  })
  const [p, q] = [first / n, second / m]
  const [a, b] = [wilson(first, n, confidence), wilson(second, m, confidence)]
  return {
    difference: p - q,
    low: p - q - Math.hypot(p - a.low, b.high - q),
    high: p - q + Math.hypot(a.high - p, q - b.low),
    confidence,
    pValue,
    method: "Fisher's exact test",
  }
}

/**
 * McNemar's exact test of the same n things judged twice, of which `onlyFirst` were counted by the first alone and `onlySecond` by the
 * second alone: binomial with share 1/2 over those. The interval is Clopper & Pearson's of the first's share of them, on the scale of
 * the difference of shares.
 */
export function pairedProportionTest(onlyFirst: number, onlySecond: number, n: number, confidence = 0.95): CountTest {
  const unlike = onlyFirst + onlySecond
  checkCount(onlyFirst, n)
  checkCount(unlike, n)
  const { low, high } = unlike === 0 ? { low: 0.5, high: 0.5 } : clopperPearson(onlyFirst, unlike, 1 - confidence)
  const scale = (share: number) => ((2 * share - 1) * unlike) / n
  return {
    difference: (onlyFirst - onlySecond) / n,
    low: scale(low),
    high: scale(high),
    confidence,
    pValue: binomialP(onlyFirst, unlike, 0.5),
    method: "McNemar's exact test",
  }
}

/** The exact binomial test of `count` of `n` against the known `share`, with Clopper & Pearson's interval. */
export function proportionTest(count: number, n: number, share: number, confidence = 0.95): CountTest {
  checkCount(count, n)
  if (!(share > 0 && share < 1))
    throw new Refusal(`The known share must lie between 0 and 1; got ${share}.`, { field: 'share' })
  const { low, high } = clopperPearson(count, n, 1 - confidence)
  return {
    difference: count / n - share,
    low: low - share,
    high: high - share,
    confidence,
    pValue: binomialP(count, n, share),
    method: 'exact binomial test',
  }
}

const binomialP = (count: number, n: number, share: number): number =>
  noLikelier(count, n, (k) => ((n - k) / (k + 1)) * (share / (1 - share)))

/** Total probability of the outcomes 0 .. last that are no likelier than `observed`; ratio(k) = P(k + 1)/P(k), falling in k. */
function noLikelier(observed: number, last: number, ratio: (k: number) => number): number {
  // Relative to the observed outcome, both ways, so that far tails vanish instead of overflowing.
  const logs = new Float64Array(last + 1)
  for (let k = observed; k < last; k++) logs[k + 1] = logs[k] + Math.log(ratio(k))
  for (let k = observed - 1; k >= 0; k--) logs[k] = logs[k + 1] - Math.log(ratio(k))
  const most = logs.reduce((a, b) => Math.max(a, b), -Infinity)
  let [all, unlikely] = [0, 0]
  for (const log of logs) {
    const weight = Math.exp(log - most)
    all += weight
    if (Math.exp(log) <= EQUAL) unlikely += weight
  }
  return Math.min(1, unlikely / all)
}

/** Wilson's score interval of a share (1927, J. Amer. Statist. Assoc. 22). */
function wilson(count: number, n: number, confidence: number): { low: number; high: number } {
  const z2 = normalQuantile((1 + confidence) / 2) ** 2
  const p = count / n
  const centre = (p + z2 / (2 * n)) / (1 + z2 / n)
  const half = Math.sqrt(z2 * ((p * (1 - p)) / n + z2 / (4 * n * n))) / (1 + z2 / n)
  return { low: count === 0 ? 0 : centre - half, high: count === n ? 1 : centre + half }
}

function checkCount(count: number, n: number): void {
  if (!(Number.isSafeInteger(n) && n > 0 && Number.isSafeInteger(count) && count >= 0 && count <= n))
    throw new Refusal(`A count must be a whole number from 0 to n > 0; got ${count} of ${n}.`, { field: 'counts' })
}
