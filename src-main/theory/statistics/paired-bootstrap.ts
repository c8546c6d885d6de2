/** How sure the difference between two arms is that were drawn from the same noise: both are resampled alike. */

import { Refusal } from '#contract/refusal.ts'
import { integers, STREAMS } from '../noise/philox.ts'
import type { Tick } from './row-blocks.ts'

export type PairedBootstrapOptions = { draws?: number; confidence?: number; seed: number; tick?: Tick }

export type PairedBootstrap = {
  n: number
  estimate: number
  low: number
  high: number
  /** Two-sided. */
  pValue: number
  draws: number
  confidence: number
  method: string
}

const METHOD = 'paired bootstrap over sample indices, centred'

/**
 * `difference` of a list of indices into n paired samples (first - second of any statistic), resampled with replacement `draws` times
 * (Efron & Tibshirani 1993, "An introduction to the bootstrap", ch. 8). What counts is each draw less the mean of all draws: a distance
 * is inflated by resampling, in either arm as much as its own law has it, and the mean takes that out. p = (1 + draws at least as far
 * from their mean as the estimate from 0)/(draws + 1); the interval is the estimate +- that deviation's quantile (Hall 1988, Ann.
 * Statist. 16, the symmetric interval), so that it holds 0 where p is above 1 - confidence.
 */
export async function pairedBootstrap(
  n: number,
  difference: (indices: Uint32Array) => number,
  { draws = 1999, confidence = 0.95, seed, tick }: PairedBootstrapOptions,
): Promise<PairedBootstrap> {
  if (!(Number.isInteger(n) && n >= 2))
    throw new Refusal(`A paired bootstrap needs at least 2 paired samples; got ${n}.`, { field: 'n' })
  if (!(Number.isInteger(draws) && draws >= 99 && draws <= 1e6))
    throw new Refusal(`draws must be a whole number from 99 to 1e6; got ${draws}.`, { field: 'draws' })
  const estimate = difference(Uint32Array.from({ length: n }, (_, i) => i))
  const values = new Float64Array(draws)
  for (let draw = 0; draw < draws; draw++) {
    values[draw] = difference(integers({ seed, stream: STREAMS.bootstrap, sample: draw, step: 7 }, n, n))
    await tick?.(draw + 1, draws)
  }
  return { n, ...judged(estimate, values, confidence), draws, confidence, method: METHOD }
}

/** The same for a statistic that is a mean to first order: influences of the paired samples, first - second, in place of new values. */
export async function linearisedBootstrap(
  estimate: number,
  influences: Float64Array,
  options: PairedBootstrapOptions,
): Promise<PairedBootstrap> {
  const n = influences.length
  const mean = (indices: Uint32Array) => indices.reduce((sum, i) => sum + influences[i], 0) / n
  const found = await pairedBootstrap(n, (indices) => estimate + mean(indices), options)
  return { ...found, estimate, method: `${METHOD}, to first order` }
}

function judged(estimate: number, values: Float64Array, confidence: number) {
  const centre = values.reduce((sum, value) => sum + value, 0) / values.length
  const deviations = values.map((value) => Math.abs(value - centre)).toSorted()
  // Draws that differ by rounding are as far.
  const bound = Math.abs(estimate) * (1 - 1e-12)
  const far = deviations.reduce((count, value) => count + (value >= bound ? 1 : 0), 0)
  // The order statistic at which p passes 1 - confidence, so that interval and p always agree.
  const reach = deviations[Math.min(values.length, Math.ceil(confidence * (values.length + 1) - 1e-9)) - 1]
  return { estimate, low: estimate - reach, high: estimate + reach, pValue: (1 + far) / (values.length + 1) }
}
