/** How far a Fréchet distance would move with other samples: an interval by the bootstrap. */

import { Refusal } from '#contract/refusal.ts'
import { integers, STREAMS } from '../noise/philox.ts'
import { frechetOfMoments } from './frechet.ts'
import { addRows, emptyMoments, type Moments } from './moments.ts'
import { normalQuantile } from './normal.ts'
import { summarise } from './summary.ts'

export type FrechetInterval = {
  low: number
  high: number
  standardError: number
  replicates: number
  confidence: number
}

/**
 * distance +- z se, se the standard deviation of the distance over `replicates` resamples of the rows (n x dim, row-major) with
 * replacement, the reference held. Centred at the distance and not taken from the resamples' quantiles, since resampling inflates the
 * distance a second time by what having n rows has inflated it: the interval is for the distance at this n, and compares at equal n.
 */
export function frechetInterval(
  rows: Float32Array,
  reference: Moments,
  { replicates = 200, confidence = 0.95, seed = 0 }: { replicates?: number; confidence?: number; seed?: number } = {},
): FrechetInterval {
  const { dim } = reference
  const n = rows.length / dim
  if (!(Number.isInteger(n) && n >= 2))
    throw new Refusal(`An interval needs at least 2 rows of ${dim}; got ${rows.length} numbers.`, { field: 'rows' })
  const distanceOf = (part: Float32Array) => {
    const moments = emptyMoments(dim)
    addRows(moments, part)
    return frechetOfMoments(moments, reference).distance
  }
  const resampled = new Float32Array(rows.length)
  const distances = Array.from({ length: replicates }, (_, replicate) => {
    const drawn = integers({ seed, stream: STREAMS.bootstrap, sample: replicate, step: 0 }, n, n)
    drawn.forEach((from, to) => resampled.set(rows.subarray(from * dim, (from + 1) * dim), to * dim))
    return distanceOf(resampled)
  })
  const standardError = summarise(distances).sd ?? 0
  const reach = normalQuantile((1 + confidence) / 2) * standardError
  const distance = distanceOf(rows)
  return { low: Math.max(0, distance - reach), high: distance + reach, standardError, replicates, confidence }
}
