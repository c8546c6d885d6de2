/** The spread of class shares, largest minus smallest: one number for how unevenly samples fall into classes. */

import { Refusal } from '#contract/refusal.ts'
import { integers, STREAMS } from '../noise/philox.ts'
import { quantile } from './bootstrap.ts'
import type { PairedBootstrap } from './paired-bootstrap.ts'

export type ShareSpread = {
  n: number
  /** Largest share less smallest. */
  estimate: number
  low: number
  high: number
  confidence: number
  draws: number
  method: string
}

/** `first`, `second`: the spreads themselves. */
export type SpreadDifference = PairedBootstrap & { first: number; second: number }

export type SpreadOptions = { draws?: number; confidence?: number; seed: number }

const METHOD = 'bootstrap, bound by the spread of deviations'

/**
 * max_k share_k - min_k share_k of `labels` (0 .. classes - 1) with an interval. The spread of a sample lies above that of its law, the
 * more the evener it is, and a plain bootstrap goes up once more: of ten even classes its interval never holds the 0. Below, the interval
 * ends at the spread less a quantile of spread(shares* - shares), since |spread(p) - spread(q)| <= spread(p - q) whatever the classes;
 * above at the quantile of spread(shares*). It held the true spread in 96 to 100 % of simulations at 95 %.
 */
export function shareSpread(
  labels: ArrayLike<number>,
  classes: number,
  { draws = 1999, confidence = 0.95, seed }: SpreadOptions,
): ShareSpread {
  const n = labels.length
  check(labels, classes)
  const shares = sharesOf(labels, classes)
  const [deviations, spreads] = [new Float64Array(draws), new Float64Array(draws)]
  for (let draw = 0; draw < draws; draw++) {
    const drawn = sharesOf(labels, classes, indices(n, seed, draw))
    deviations[draw] = spread(drawn.map((share, k) => share - shares[k]))
    spreads[draw] = spread(drawn)
  }
  const level = (1 + confidence) / 2
  const estimate = spread(shares)
  const low = Math.max(0, estimate - quantile(deviations.toSorted(), level))
  return { n, estimate, low, high: quantile(spreads.toSorted(), level), confidence, draws, method: METHOD }
}

/**
 * spread(first) - spread(second), sample i of both from the same noise and resampled alike. The error of an arm's spread is bounded above
 * by the spread of its deviations and below by the deviation of its two extreme classes, so that D - D* <= spread(deviations of one) -
 * deviation of the other: the interval and the two-sided p come from the quantiles of that bound, either way round. A bootstrap
 * of the difference itself finds, at .01, a difference in 10 % of pairs of laws of one spread but with unlike numbers of large classes.
 */
export function spreadDifference(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  classes: number,
  { draws = 1999, confidence = 0.95, seed }: SpreadOptions,
): SpreadDifference {
  check(first, classes)
  check(second, classes)
  const n = first.length
  if (second.length !== n)
    throw new Refusal(`Arms paired by sample need equal numbers; got ${n} and ${second.length}.`, { field: 'n' })
  const arms = [first, second].map((labels) => {
    const shares = sharesOf(labels, classes)
    return { labels, shares, top: shares.indexOf(Math.max(...shares)), bottom: shares.indexOf(Math.min(...shares)) }
  })
  const [one, two] = arms.map(({ shares }) => spread(shares))
  const estimate = one - two
  const [above, below] = [new Float64Array(draws), new Float64Array(draws)]
  for (let draw = 0; draw < draws; draw++) {
    const drawn = indices(n, seed, draw)
    const [a, b] = arms.map(({ labels, shares, top, bottom }) => {
      const deviations = sharesOf(labels, classes, drawn).map((share, k) => share - shares[k])
      return { bound: spread(deviations), extremes: deviations[top] - deviations[bottom] }
    })
    above[draw] = a.bound - b.extremes
    below[draw] = b.bound - a.extremes
  }
  const level = (1 + confidence) / 2
  const reaching = (bounds: Float64Array, far: number) =>
    (1 + bounds.reduce((count, bound) => count + (bound >= far ? 1 : 0), 0)) / (draws + 1)
  return {
    n,
    estimate,
    low: estimate - quantile(above.toSorted(), level),
    high: estimate + quantile(below.toSorted(), level),
    pValue: Math.min(1, 2 * Math.min(reaching(above, estimate), reaching(below, -estimate))),
    draws,
    confidence,
    method: `paired ${METHOD}`,
    first: one,
    second: two,
  }
}

const indices = (n: number, seed: number, draw: number): Uint32Array =>
  integers({ seed, stream: STREAMS.bootstrap, sample: draw, step: 8 }, n, n)

function sharesOf(labels: ArrayLike<number>, classes: number, drawn?: Uint32Array): Float64Array {
  const shares = new Float64Array(classes)
  const n = labels.length
  for (let k = 0; k < n; k++) shares[labels[drawn ? drawn[k] : k]] += 1 / n
  return shares
}

const spread = (values: Float64Array): number => Math.max(...values) - Math.min(...values)

function check(labels: ArrayLike<number>, classes: number): void {
  if (!(classes >= 2 && labels.length >= 2))
    throw new Refusal('A spread needs at least 2 classes and 2 samples.', { field: 'labels' })
  for (let i = 0; i < labels.length; i++)
    if (!(Number.isInteger(labels[i]) && labels[i] >= 0 && labels[i] < classes))
      throw new Refusal(`Label ${i} must be a class from 0 to ${classes - 1}; got ${labels[i]}.`, { field: 'labels' })
}
