/** The mean of one number a sample or a run: with its interval; held against that of another arm of the same noise, or against a known number. */
import { CONFIDENCE, type Difference, type Measured } from '#contract/measures.ts'
import { Refusal } from '#contract/refusal.ts'
import { linearisedBootstrap } from '#theory/statistics/paired-bootstrap.ts'
import { summarise } from '#theory/statistics/summary.ts'

/** With Student's interval where there are more than one. */
export function measuredMean(values: ArrayLike<number>): Measured {
  const { mean: value, low, high, n } = summarise(values, CONFIDENCE)
  return { value, ...(low !== null && { low, high: high! }), n }
}

/** Sample by sample. */
export async function comparePaired(first: Float64Array, second: Float64Array | number): Promise<Difference> {
  const own = summarise(first).mean
  if (typeof second === 'number') {
    const estimate = own - second
    return linearised(
      estimate,
      first.map((value) => value - second - estimate),
      second,
    )
  }
  if (first.length !== second.length)
    throw new Refusal(`Arms paired by sample need equal numbers; got ${first.length} and ${second.length}.`, {
      field: 'n',
    })
  const differences = first.map((value, i) => value - second[i])
  const estimate = summarise(differences).mean
  return linearised(
    estimate,
    differences.map((value) => value - estimate),
    (own + summarise(second).mean) / 2,
  )
}

/** Of any statistic that is a mean to first order. */
export async function linearised(estimate: number, influences: Float64Array, scale: number): Promise<Difference> {
  const { draws: _draws, ...found } = await linearisedBootstrap(estimate, influences, { seed: 0 })
  return { ...found, scale, evidence: 'noise' }
}
