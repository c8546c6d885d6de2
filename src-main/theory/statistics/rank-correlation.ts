/** Spearman's rank correlation. */
import { Refusal } from '#contract/refusal.ts'
import { normalQuantile } from './normal.ts'
import { studentTCdf } from './student-t.ts'

export type RankCorrelation = { value: number; low: number; high: number; pValue: number; n: number; method: string }

/**
 * The correlation of ranks (Spearman 1904), ties sharing their mean rank. Two-sided p by t = r sqrt((n - 2)/(1 - r^2)) with n - 2 degrees
 * of freedom; the interval by Fisher's z with the standard error sqrt((1 + r^2/2)/(n - 3)) (Bonett & Wright 2000, Psychometrika 65).
 */
export function spearman(a: ArrayLike<number>, b: ArrayLike<number>, confidence = 0.95): RankCorrelation {
  const n = a.length
  if (b.length !== n || n < 4)
    throw new Refusal(`A rank correlation needs 4 pairs or more; got ${n} and ${b.length}.`, { field: 'pairs' })
  const value = pearson(ranks(a), ranks(b))
  const t = value * Math.sqrt((n - 2) / (1 - value * value))
  const z = Math.atanh(value)
  const reach = normalQuantile((1 + confidence) / 2) * Math.sqrt((1 + (value * value) / 2) / (n - 3))
  const pValue = Math.abs(value) === 1 ? 0 : 2 * studentTCdf(-Math.abs(t), n - 2)
  return {
    value,
    low: Math.tanh(z - reach),
    high: Math.tanh(z + reach),
    pValue,
    n,
    method: "Spearman's rank correlation",
  }
}

function ranks(values: ArrayLike<number>): Float64Array {
  const order = Array.from({ length: values.length }, (_, i) => i).toSorted((i, j) => values[i] - values[j])
  const found = new Float64Array(values.length)
  for (let from = 0; from < order.length;) {
    let to = from
    while (to + 1 < order.length && values[order[to + 1]] === values[order[from]]) to++
    for (let k = from; k <= to; k++) found[order[k]] = (from + to) / 2
    from = to + 1
  }
  return found
}

function pearson(a: Float64Array, b: Float64Array): number {
  const mean = (a.length - 1) / 2
  let [ab, aa, bb] = [0, 0, 0]
  for (let i = 0; i < a.length; i++) {
    ab += (a[i] - mean) * (b[i] - mean)
    aa += (a[i] - mean) ** 2
    bb += (b[i] - mean) ** 2
  }
  return ab / Math.sqrt(aa * bb)
}
