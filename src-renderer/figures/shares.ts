/** Class proportions out of an evaluation's results: what was drawn, how sure that is, and what the data has. Pure. */
import { plainName } from '#contract/keep-apart.ts'
import type { Result } from '#contract/run.ts'

export type SharesRow = { share: readonly number[]; low: readonly number[]; high: readonly number[]; n: number | null }
export type Shares = {
  classes: readonly string[]
  row: SharesRow
  /** The data's own shares; null where the data has no classes. */
  reference: readonly number[] | null
  confidence: number | null
}

/** Null where the results are of no evaluation. */
export function sharesOf(results: readonly Result[]): Shares | null {
  const shares = results.filter(({ name }) => name.startsWith('share/'))
  if (!shares.length) return null
  const counts = results.find(({ name }) => plainName(name) === 'chi_squared')?.protocol.training_counts
  const known = Array.isArray(counts) && counts.length === shares.length ? (counts as number[]) : null
  const total = known?.reduce((sum, count) => sum + count, 0) ?? 0
  const drawn = shares.reduce(
    (sum, { protocol }) => sum + (typeof protocol.count === 'number' ? protocol.count : NaN),
    0,
  )
  return {
    classes: shares.map(({ name }) => name.slice('share/'.length)),
    row: {
      share: shares.map(({ value }) => value ?? NaN),
      low: shares.map(({ value, low }) => low ?? value ?? NaN),
      high: shares.map(({ value, high }) => high ?? value ?? NaN),
      n: Number.isFinite(drawn) ? drawn : null,
    },
    reference: known && total > 0 ? known.map((count) => count / total) : null,
    confidence: shares[0].confidence ?? null,
  }
}
