/** The list of runs as a table: grouped over seeds or any setting, sorted. Pure, and fast enough for ten thousand runs. */
import { plainName } from '#contract/keep-apart.ts'
import type { RunRecord } from '#contract/run.ts'
import type { TableValue } from '#contract/sweep-view.ts'
import { tookSeconds } from '../words/run-words.ts'
import { summaryOf, valueOf, type ValuesById } from './run-values.ts'

export type RunRow = { kind: 'run'; key: string; run: RunRecord; inGroup: boolean }
/** Runs that differ in nothing but the seed, or that have one value of the setting they are grouped by, which `of` then states. */
export type GroupRow = { kind: 'group'; key: string; runs: readonly RunRecord[]; open: boolean; of: string | null }
export type Row = RunRow | GroupRow
export type Sorting = { by: string; falling: boolean }
/** `none`, `seed`, or the name of a setting. */
export type Grouping = string

/** Columns that are there only where a run has a value for them. */
const WHERE_MEASURED = new Set(['fid'])

/** The columns chosen by plain name, each as many as there are kinds of its values that may not be put together. */
export const columnsOf = (chosen: readonly string[], names: readonly string[]): string[] =>
  chosen.flatMap((name) => {
    const kinds = names.filter((one) => one !== name && plainName(one) === name).toSorted()
    const plain = names.includes(name) || (kinds.length === 0 && !WHERE_MEASURED.has(name))
    return plain ? [name, ...kinds] : kinds
  })

type Key = number | string | null
const keyOfValue = (value: TableValue | undefined): Key =>
  typeof value === 'boolean' ? String(value) : (value ?? null)
const COLUMN: Readonly<Record<string, (run: RunRecord) => Key>> = {
  number: (run) => run.number,
  name: (run) => run.name.toLowerCase(),
  kind: (run) => run.kind,
  state: (run) => run.state,
  seed: (run) => run.seed,
  took: tookSeconds,
}

/** Rows to show. Runs that are grouped become one row; groups in `opened` show their runs. */
export function rowsOf(
  runs: readonly RunRecord[],
  {
    sorting,
    grouping,
    opened,
    values,
  }: { sorting: Sorting; grouping: Grouping; opened: ReadonlySet<string>; values: ValuesById },
): Row[] {
  const keyOf = (run: RunRecord): Key =>
    Object.hasOwn(COLUMN, sorting.by) ? COLUMN[sorting.by](run) : keyOfValue(valueOf(run, sorting.by, values))
  const single = (run: RunRecord, inGroup = false): RunRow => ({ kind: 'run', key: run.id, run, inGroup })
  if (grouping === 'none') return sorted(runs, keyOf, sorting.falling).map((run) => single(run))
  const groupOf = (run: RunRecord): string => {
    if (grouping === 'seed') return values.get(run.id)?.group ?? run.id
    const value = valueOf(run, grouping, values)
    return value === undefined ? run.id : String(value)
  }
  const groups = Map.groupBy(runs, groupOf)
  const entries = [...groups].map(([key, members]) => ({ key, members, first: members[0] }))
  const ofGroup = ({ members, first }: (typeof entries)[number]): Key =>
    Object.hasOwn(COLUMN, sorting.by) || sorting.by === grouping
      ? keyOf(first)
      : (summaryOf(members, sorting.by, values)?.mean ?? null)
  return sorted(entries, ofGroup, sorting.falling).flatMap(({ key, members, first }): Row[] => {
    if (members.length === 1) return [single(first)]
    const open = opened.has(key)
    const bySeed = members.toSorted((a, b) => a.seed - b.seed || a.number - b.number)
    const of = grouping === 'seed' ? null : key
    return [{ kind: 'group', key, runs: bySeed, open, of }, ...(open ? bySeed.map((run) => single(run, true)) : [])]
  })
}

/** What has no value comes last, whichever way the rest is turned; equals stay as they were. */
function sorted<T>(items: readonly T[], keyOf: (item: T) => Key, falling: boolean): T[] {
  const keyed = items.map((item) => ({ item, key: keyOf(item) }))
  const sign = falling ? -1 : 1
  keyed.sort(({ key: a }, { key: b }) => {
    if (a === null || b === null) return Number(a === null) - Number(b === null)
    if (typeof a !== typeof b) return typeof a === 'number' ? -1 : 1
    return a < b ? -sign : a > b ? sign : 0
  })
  return keyed.map(({ item }) => item)
}
