/** What stands in the cells of one row of the table, be it a run or a group of seeds. */
import { formatShort } from '../ui/format.ts'
import type { GroupRow, Row } from './run-table.ts'
import { summaryOf, valueOf, type ValuesById } from './run-values.ts'

export const runIds = (row: Row): string[] => (row.kind === 'run' ? [row.run.id] : row.runs.map((run) => run.id))

/** A run's value; of a group the mean and spread over its runs, with their number and extremes as title. */
export function cellOf(row: Row, name: string, values: ValuesById): { text: string; title?: string } {
  if (row.kind === 'run') {
    const value = valueOf(row.run, name, values)
    if (typeof value === 'string' || typeof value === 'boolean') return { text: String(value), title: String(value) }
    return { text: value === undefined ? '' : value === null ? 'not finite' : formatShort(value, 4) }
  }
  const summary = summaryOf(row.runs, name, values)
  if (!summary) return { text: wordsOf(row.runs.map((run) => valueOf(run, name, values))) }
  const set = row.runs.every((run) => Object.hasOwn(values.get(run.id)?.settings ?? {}, name))
  if (set && summary.min === summary.max) return { text: formatShort(summary.mean, 4) }
  const title = `mean of ${summary.n}, least ${formatShort(summary.min, 4)}, most ${formatShort(summary.max, 4)}`
  const spread = summary.sd === null ? ' (one seed)' : ` ± ${formatShort(summary.sd, 2)}`
  return { text: formatShort(summary.mean, 4) + spread, title }
}

export function seedCount({ runs }: Pick<GroupRow, 'runs'>): string {
  const { size } = new Set(runs.map(({ seed }) => seed))
  return size === 1 ? '1 seed' : `${size} seeds`
}

/** The one word that all have, or how many there are. */
function wordsOf(found: readonly unknown[]): string {
  const words = new Set(found.filter((value) => value !== undefined && value !== null).map(String))
  return words.size > 1 ? `${words.size} values` : ([...words][0] ?? '')
}
