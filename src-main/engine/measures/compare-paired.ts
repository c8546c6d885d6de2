/** The mean of one number a sample, held against that of another arm of the same noise or against a known number. */
import type { Difference } from '#contract/measures.ts'
import { Refusal } from '#contract/refusal.ts'
import { linearisedBootstrap } from '#theory/statistics/paired-bootstrap.ts'
import { summarise } from '#theory/statistics/summary.ts'

export async function comparePaired(first: Float64Array, second: Float64Array | number): Promise<Difference> {
  const own = summarise(first).mean
  const other = typeof second === 'number' ? second : summarise(second).mean
  return linearised(
    own - other,
    influencesOf(first, second, own - other),
    typeof second === 'number' ? second : (own + other) / 2,
  )
}

/** Each sample's own difference, less their mean. */
function influencesOf(first: Float64Array, second: Float64Array | number, estimate: number): Float64Array {
  if (typeof second === 'number') return first.map((value) => value - second - estimate)
  if (first.length !== second.length)
    throw new Refusal(`Arms paired by sample need equal numbers; got ${first.length} and ${second.length}.`, {
      field: 'n',
    })
  return first.map((value, i) => value - second[i] - estimate)
}

/** Of any statistic that is a mean to first order. */
export async function linearised(estimate: number, influences: Float64Array, scale: number): Promise<Difference> {
  const { draws: _draws, ...found } = await linearisedBootstrap(estimate, influences, { seed: 0 })
  return { ...found, scale, evidence: 'noise' }
}
