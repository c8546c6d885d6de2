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

export type FrechetIntervalOptions = {
  replicates?: number
  confidence?: number
  seed?: number
  /** After every resample; what it throws ends the whole. */
  tick?: (done: number, of: number) => Promise<void>
}

/**
 * distance +- z se, se the standard deviation of the distance over `replicates` resamples of the rows (n x dim, row-major) with
 * replacement, the reference held. Centred at the distance and not taken from the resamples' quantiles, since resampling inflates the
 * distance a second time by what having n rows has inflated it: the interval is for the distance at this n, and compares at equal n.
 */
export async function frechetInterval(
  rows: Float32Array,
  reference: Moments,
  { replicates = 200, confidence = 0.95, seed = 0, tick }: FrechetIntervalOptions = {},
): Promise<FrechetInterval> {
  const { dim } = reference
  const n = rows.length / dim
  if (!(Number.isInteger(n) && n >= 2))
    throw new Refusal(`An interval needs at least 2 rows of ${dim}; got ${rows.length} numbers.`, { field: 'rows' })
  const whole = emptyMoments(dim)
  addRows(whole, rows)
  const centred = new Float64Array(rows)
  for (let i = 0; i < centred.length; i++) centred[i] -= whole.mean[i % dim]
  const distances: number[] = []
  for (let replicate = 0; replicate < replicates; replicate++) {
    const drawn = integers({ seed, stream: STREAMS.bootstrap, sample: replicate, step: 0 }, n, n)
    distances.push(frechetOfMoments(resampledMoments(centred, whole.mean, drawn), reference).distance)
    await tick?.(replicate + 1, replicates)
  }
  const standardError = summarise(distances).sd ?? 0
  const reach = normalQuantile((1 + confidence) / 2) * standardError
  const { distance } = frechetOfMoments(whole, reference)
  return { low: Math.max(0, distance - reach), high: distance + reach, standardError, replicates, confidence }
}

/**
 * Moments of the rows `drawn`. `centred` is the rows less their `mean`, so one pass over products loses nothing; a row counts as often
 * as it was drawn, a third are never read, and only half of the symmetric matrix is summed, four rows at a time.
 */
function resampledMoments(centred: Float64Array, mean: Float64Array, drawn: Uint32Array): Moments {
  const dim = mean.length
  const count = drawn.length
  const times = new Uint32Array(centred.length / dim)
  for (const row of drawn) times[row]++
  const read = times.reduce((sum, often) => sum + Math.min(often, 1), 0)
  // Filled up with rows of weight 0 to a multiple of four.
  const at = new Uint32Array(Math.ceil(read / 4) * 4)
  const weight = new Float64Array(at.length)
  let filled = 0
  for (let row = 0; row < times.length; row++) {
    if (times[row] === 0) continue
    at[filled] = row * dim
    weight[filled++] = times[row]
  }
  const sum = new Float64Array(dim)
  const scatter = new Float64Array(dim * dim)
  for (let k = 0; k < at.length; k += 4) {
    const [a, b, c, d] = [at[k], at[k + 1], at[k + 2], at[k + 3]]
    for (let i = 0; i < dim; i++) {
      const xa = weight[k] * centred[a + i]
      const xb = weight[k + 1] * centred[b + i]
      const xc = weight[k + 2] * centred[c + i]
      const xd = weight[k + 3] * centred[d + i]
      sum[i] += xa + xb + xc + xd
      const row = i * dim
      for (let j = i; j < dim; j++)
        scatter[row + j] += xa * centred[a + j] + xb * centred[b + j] + xc * centred[c + j] + xd * centred[d + j]
    }
  }
  for (let i = 0; i < dim; i++)
    for (let j = i; j < dim; j++) {
      scatter[i * dim + j] -= (sum[i] * sum[j]) / count
      scatter[j * dim + i] = scatter[i * dim + j]
    }
  return { dim, count, mean: mean.map((value, i) => value + sum[i] / count), scatter }
}
