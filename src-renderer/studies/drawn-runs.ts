/** The sampling runs behind a result of this data folder, as far as they are there. Pure. */
import type { RunRecord } from '#contract/run.ts'
import type { StudyResult } from '#contract/study-result.ts'
import { captionOf } from '../values/table-figures.ts'

export type DrawnRun = { id: string; number: number; caption: string }

/** In the order of the result; runs that were removed since, or do other work, are left out. */
export function drawnRuns({ runs }: Pick<StudyResult, 'runs'>, records: readonly RunRecord[]): DrawnRun[] {
  const byNumber = new Map(records.map((record) => [record.number, record]))
  return runs.flatMap(({ step, factors, number }) => {
    const record = number === null ? undefined : byNumber.get(number)
    if (record?.kind !== 'sample' || record.state !== 'finished') return []
    return [{ id: record.id, number: record.number, caption: captionOf(factors) || step }]
  })
}

/** So many of a list, evenly spread, the first and the last among them. */
export function spread<T>(list: readonly T[], most: number): T[] {
  if (list.length <= most) return [...list]
  return Array.from({ length: most }, (_, i) => list[Math.round((i * (list.length - 1)) / (most - 1))])
}
