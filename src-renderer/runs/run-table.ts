/** The list of runs as a table: filtered, grouped over seeds, sorted. Pure, and fast enough for ten thousand runs. */
import { plainName } from '#contract/keep-apart.ts'
import type { RunValues } from '#contract/requests.ts'
import type { RunRecord } from '#contract/run.ts'
import { summarise, type Summary } from '#theory/statistics/summary.ts'
import { tookSeconds } from '../words/run-words.ts'

export type ValuesById = ReadonlyMap<string, RunValues>
export type RunRow = { kind: 'run'; key: string; run: RunRecord; inGroup: boolean }
/** Runs that differ in nothing but the seed. */
export type GroupRow = { kind: 'group'; key: string; runs: readonly RunRecord[]; open: boolean }
export type Row = RunRow | GroupRow
export type Sorting = { by: string; falling: boolean }

/** A value of a run by name: a result, else the last value of a metric; undefined where it has none. */
export const valueOf = (run: RunRecord, name: string, values: ValuesById): number | null | undefined =>
  values.get(run.id)?.values[name] ?? run.latest[name]

/** The same for one who asks for `fid` and means the run's own, however it was measured. */
function valueOfKind(run: RunRecord, name: string, values: ValuesById): number | null | undefined {
  const own = values.get(run.id)?.values ?? {}
  const full = Object.keys(own).find((one) => plainName(one) === name)
  return valueOf(run, full ?? name, values)
}

/** Columns that are there only where a run has a value for them. */
const WHERE_MEASURED = new Set(['fid'])

/** The columns chosen by plain name, each as many as there are kinds of its values that may not be put together. */
export const columnsOf = (chosen: readonly string[], names: readonly string[]): string[] =>
  chosen.flatMap((name) => {
    const kinds = names.filter((one) => one !== name && plainName(one) === name).toSorted()
    const plain = names.includes(name) || (kinds.length === 0 && !WHERE_MEASURED.has(name))
    return plain ? [name, ...kinds] : kinds
  })

const COMPARISON = /^([\w./-]+)(<=|>=|<|>|=)(-?[\d.]+(?:e[+-]?\d+)?)$/i
const FIELD = /^(kind|state|tag|seed|name):(.+)$/i

/**
 * Every word must hold: `kind:train`, `state:failed`, `tag:paper`, `seed:3`, a comparison such as `loss<0.2`, or part of the
 * name, number, kind, state, tags or notes.
 */
export function filterRuns(runs: readonly RunRecord[], query: string, values: ValuesById): readonly RunRecord[] {
  const tests = query
    .trim()
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => testOf(word.toLowerCase(), values))
  return tests.length === 0 ? runs : runs.filter((run) => tests.every((test) => test(run)))
}

function testOf(word: string, values: ValuesById): (run: RunRecord) => boolean {
  const comparison = COMPARISON.exec(word)
  if (comparison) {
    const [, name, sign, limit] = comparison
    return (run) => holds(valueOfKind(run, name, values) ?? NaN, sign, Number(limit))
  }
  const field = FIELD.exec(word)
  if (!field) {
    const number = /^#(\d+)$/.exec(word)?.[1]
    if (number) return (run) => run.number === Number(number)
    return (run) => textOf(run).includes(word)
  }
  const [, name, wanted] = field
  if (name === 'tag') return (run) => run.tags.some((tag) => tag.toLowerCase().includes(wanted))
  if (name === 'seed') return (run) => String(run.seed) === wanted
  return (run) =>
    String(run[name as 'kind' | 'state' | 'name'])
      .toLowerCase()
      .includes(wanted)
}

const textOf = (run: RunRecord) =>
  `${run.number} ${run.name} ${run.kind} ${run.state} ${run.tags.join(' ')} ${run.notes}`.toLowerCase()

function holds(value: number, sign: string, limit: number): boolean {
  if (sign === '<') return value < limit
  if (sign === '>') return value > limit
  if (sign === '<=') return value <= limit
  if (sign === '>=') return value >= limit
  return value === limit
}

type Key = number | string | null
const COLUMN: Readonly<Record<string, (run: RunRecord) => Key>> = {
  number: (run) => run.number,
  name: (run) => run.name.toLowerCase(),
  kind: (run) => run.kind,
  state: (run) => run.state,
  seed: (run) => run.seed,
  took: tookSeconds,
}

/** Rows to show. Where `grouped`, runs that differ in the seed alone become one row; those in `opened` show their runs. */
export function rowsOf(
  runs: readonly RunRecord[],
  {
    sorting,
    grouped,
    opened,
    values,
  }: { sorting: Sorting; grouped: boolean; opened: ReadonlySet<string>; values: ValuesById },
): Row[] {
  const keyOf = (run: RunRecord): Key =>
    Object.hasOwn(COLUMN, sorting.by) ? COLUMN[sorting.by](run) : (valueOf(run, sorting.by, values) ?? null)
  const single = (run: RunRecord, inGroup = false): RunRow => ({ kind: 'run', key: run.id, run, inGroup })
  if (!grouped) return sorted(runs, keyOf, sorting.falling).map((run) => single(run))
  const groups = Map.groupBy(runs, (run) => values.get(run.id)?.group ?? run.id)
  const entries = [...groups].map(([key, members]) => ({ key, members, first: members[0] }))
  const ofGroup = ({ members, first }: (typeof entries)[number]): Key =>
    Object.hasOwn(COLUMN, sorting.by) ? keyOf(first) : (summaryOf(members, sorting.by, values)?.mean ?? null)
  return sorted(entries, ofGroup, sorting.falling).flatMap(({ key, members, first }): Row[] => {
    if (members.length === 1) return [single(first)]
    const open = opened.has(key)
    const bySeed = members.toSorted((a, b) => a.seed - b.seed || a.number - b.number)
    return [{ kind: 'group', key, runs: bySeed, open }, ...(open ? bySeed.map((run) => single(run, true)) : [])]
  })
}

/** Mean and spread of a value over the runs of a group; null where none has it. */
export function summaryOf(runs: readonly RunRecord[], name: string, values: ValuesById): Summary | null {
  const found = runs.map((run) => valueOf(run, name, values)).filter((value) => typeof value === 'number')
  return found.length ? summarise(found) : null
}

/** What has no value comes last, whichever way the rest is turned; equals stay as they were. */
function sorted<T>(items: readonly T[], keyOf: (item: T) => Key, falling: boolean): T[] {
  const keyed = items.map((item) => ({ item, key: keyOf(item) }))
  const sign = falling ? -1 : 1
  keyed.sort(({ key: a }, { key: b }) => {
    if (a === null || b === null) return Number(a === null) - Number(b === null)
    return a < b ? -sign : a > b ? sign : 0
  })
  return keyed.map(({ item }) => item)
}

/** Names of values that could be columns, those that most runs have first. */
export function valueNames(runs: readonly RunRecord[], values: ValuesById): string[] {
  const counts = new Map<string, number>()
  const count = (name: string) => counts.set(name, (counts.get(name) ?? 0) + 1)
  for (const run of runs) {
    const own = values.get(run.id)?.values ?? {}
    for (const name of new Set([...Object.keys(run.latest), ...Object.keys(own)])) count(name)
  }
  return [...counts].toSorted(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).map(([name]) => name)
}
