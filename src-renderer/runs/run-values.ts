/** What a run has under a name: a result, the last value of a metric, or a setting of its configuration. Pure. */
import { plainName } from '#contract/keep-apart.ts'
import type { RunValues } from '#contract/run-requests.ts'
import type { RunSettings } from '#contract/run-settings.ts'
import type { RunRecord } from '#contract/run.ts'
import type { TableValue } from '#contract/sweep-view.ts'
import { summarise, type Summary } from '#theory/statistics/summary.ts'

export type Known = RunValues & { settings?: RunSettings }
export type ValuesById = ReadonlyMap<string, Known>

/** Undefined where it has none; null of a number that was not finite. */
export function valueOf(run: RunRecord, name: string, values: ValuesById): TableValue | undefined {
  const known = values.get(run.id)
  const own = known?.values[name]
  const measured = own === undefined ? run.latest[name] : own
  return measured === undefined ? known?.settings?.[name] : measured
}

/** The same for one who asks for `fid` and means the run's own, however it was measured. */
export function valueOfKind(run: RunRecord, name: string, values: ValuesById): TableValue | undefined {
  const own = values.get(run.id)?.values ?? {}
  const full = Object.keys(own).find((one) => plainName(one) === name)
  return valueOf(run, full ?? name, values)
}

/** Mean and spread of a number over the runs of a group; null where none has it. */
export function summaryOf(runs: readonly RunRecord[], name: string, values: ValuesById): Summary | null {
  const found = runs.map((run) => valueOf(run, name, values)).filter((value) => typeof value === 'number')
  return found.length ? summarise(found) : null
}

/** Names of what was measured, those that most runs have first; results before what only ticked by. */
export function resultNames(runs: readonly RunRecord[], values: ValuesById): string[] {
  const results = byCount(runs, (run) => Object.keys(values.get(run.id)?.values ?? {}))
  const metrics = byCount(runs, (run) => Object.keys(run.latest))
  return [...new Set([...results, ...metrics])]
}

/** Names of settings, those that tell runs apart first; each with how many values it has. */
export function settingNames(ids: Iterable<string>, values: ValuesById): { name: string; differs: boolean }[] {
  const seen = new Map<string, Set<TableValue>>()
  for (const id of ids)
    for (const [name, value] of Object.entries(values.get(id)?.settings ?? {}))
      seen.set(name, (seen.get(name) ?? new Set()).add(value))
  return [...seen]
    .map(([name, own]) => ({ name, differs: own.size > 1 }))
    .toSorted((a, b) => Number(b.differs) - Number(a.differs))
}

function byCount(runs: readonly RunRecord[], namesOf: (run: RunRecord) => Iterable<string>): string[] {
  const counts = new Map<string, number>()
  for (const run of runs) for (const name of namesOf(run)) counts.set(name, (counts.get(name) ?? 0) + 1)
  return [...counts].toSorted(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).map(([name]) => name)
}
