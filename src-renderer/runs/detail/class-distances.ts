/** Fréchet distances class by class out of an evaluation's results. Pure. */
import { readClassResult } from '#contract/by-class.ts'
import type { Result } from '#contract/run.ts'

export type ClassDistanceRow = {
  className: string
  value: number | null
  low?: number
  high?: number
  /** Rows of the reference that are of the class. */
  nReference: number | null
  /** Disjoint sets of samples that were averaged. */
  sets: number | null
  /** Why there is no value. */
  reason: string | null
}
/** `of`: the result that they are parts of, such as `fid`. `n`: samples of every class in a set. */
export type ClassDistances = { of: string; n: number | null; confidence: number | null; rows: ClassDistanceRow[] }

const numberOf = (value: unknown): number | null => (typeof value === 'number' ? value : null)

/** One list for each kind of distance, its classes in the order in which they came. */
export function classDistancesOf(results: readonly Result[]): ClassDistances[] {
  const found = results.flatMap((result) => {
    const named = readClassResult(result.name)
    return named && named.of !== 'share' ? [{ ...named, ...result }] : []
  })
  return [...Map.groupBy(found, ({ of }) => of)].map(([of, members]) => ({
    of,
    n: numberOf(members[0].protocol.n),
    confidence: members.find(({ confidence }) => confidence !== undefined)?.confidence ?? null,
    rows: members.map(({ className, value, low, high, protocol }) => ({
      className,
      value,
      low,
      high,
      nReference: numberOf(protocol.n_reference),
      sets: numberOf(protocol.sets_averaged),
      reason: typeof protocol.reason === 'string' ? protocol.reason : null,
    })),
  }))
}
