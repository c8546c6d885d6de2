/** Bootstrap intervals of any statistic of n things, seeded. */

import { Refusal } from '#contract/refusal.ts'
import { integers, STREAMS } from '../noise/philox.ts'
import { normalCdf, normalQuantile } from './normal.ts'

export type BootstrapOptions = {
  method?: 'bca' | 'percentile'
  replicates?: number
  confidence?: number
  seed: number
}

export type BootstrapInterval = {
  estimate: number
  low: number
  high: number
  method: 'bca' | 'percentile'
  replicates: number
  confidence: number
}

/**
 * An interval for `statistic`, a function of a list of indices into n things (drawn with replacement; 0 .. n-1 for the estimate).
 * `percentile`: quantiles of the replicates. `bca`: the same with levels corrected for bias (share of replicates below the
 * estimate) and for skewness (jackknife), Efron 1987, J. Amer. Statist. Assoc. 82.
 */
export function bootstrapInterval(
  n: number,
  statistic: (indices: Uint32Array) => number,
  { method = 'bca', replicates = 2000, confidence = 0.95, seed }: BootstrapOptions,
): BootstrapInterval {
  if (!(Number.isInteger(n) && n >= 2))
    throw new Refusal(`A bootstrap needs at least 2 values; got ${n}.`, { field: 'n' })
  if (!(Number.isInteger(replicates) && replicates >= 50 && replicates <= 1e6))
    throw new Refusal(`replicates must be a whole number from 50 to 1e6; got ${replicates}.`, { field: 'replicates' })
  if (!(confidence > 0 && confidence < 1))
    throw new Refusal(`confidence must lie between 0 and 1; got ${confidence}.`, { field: 'confidence' })
  const all = Uint32Array.from({ length: n }, (_, i) => i)
  const estimate = statistic(all)
  const sorted = Float64Array.from({ length: replicates }, (_, sample) =>
    statistic(integers({ seed, stream: STREAMS.bootstrap, sample, step: 0 }, n, n)),
  ).toSorted()
  const tail = (1 - confidence) / 2
  const [low, high] = (method === 'bca' ? correctedLevels(n, statistic, estimate, sorted, tail) : [tail, 1 - tail]).map(
    (level) => quantile(sorted, level),
  )
  return { estimate, low, high, method, replicates, confidence }
}

/** Phi(z0 + (z0 + z)/(1 - a (z0 + z))) for both tails. */
function correctedLevels(
  n: number,
  statistic: (indices: Uint32Array) => number,
  estimate: number,
  sorted: Float64Array,
  tail: number,
): number[] {
  // Ties count half, and a share of 0 or 1 would put the interval at infinity.
  const below = sorted.reduce((sum, value) => sum + (value < estimate ? 1 : value === estimate ? 0.5 : 0), 0)
  const share = Math.min(Math.max(below / sorted.length, 0.5 / sorted.length), 1 - 0.5 / sorted.length)
  const z0 = normalQuantile(share)
  const without = new Uint32Array(n - 1)
  const jackknife = Float64Array.from({ length: n }, (_, left) => {
    for (let i = 0; i < n - 1; i++) without[i] = i < left ? i : i + 1
    return statistic(without)
  })
  const centre = jackknife.reduce((sum, value) => sum + value, 0) / n
  const [cube, square] = jackknife.reduce(
    ([c, s], value) => [c + (centre - value) ** 3, s + (centre - value) ** 2] as const,
    [0, 0] as readonly [number, number],
  )
  const a = square === 0 ? 0 : cube / (6 * square ** 1.5)
  return [tail, 1 - tail].map((level) => {
    const z = z0 + normalQuantile(level)
    return normalCdf(z0 + z / (1 - a * z))
  })
}

/** Quantile of sorted values by linear interpolation (type 7 of Hyndman & Fan 1996). */
export function quantile(sorted: ArrayLike<number>, level: number): number {
  const at = Math.min(Math.max(level, 0), 1) * (sorted.length - 1)
  const below = Math.floor(at)
  const above = Math.min(below + 1, sorted.length - 1)
  return sorted[below] + (at - below) * (sorted[above] - sorted[below])
}
