/** Runs in sight as a table of settings and results, for the figures that sweeps have too. Pure. */
import type { RunRecord } from '#contract/run.ts'
import type { SweepTable, TableColumn, TableValue } from '#contract/sweep-view.ts'
import type { Cell, Table } from '../figures/table.ts'
import { resultNames, settingNames, valueOf, type ValuesById } from './run-values.ts'

/** Settings that tell these runs apart, the seed where it does, and every result that one of them has. */
export function tableOfRuns(runs: readonly RunRecord[], values: ValuesById): SweepTable {
  const settings = settingNames(
    runs.map(({ id }) => id),
    values,
  ).flatMap(({ name, differs }) => (differs ? [name] : []))
  const seeded = new Set(runs.map(({ seed }) => seed)).size > 1
  const results = resultNames(runs, values)
  const about: TableColumn[] = [
    { name: 'run', of: 'run', step: null },
    ...settings.map((name): TableColumn => ({ name, of: 'factor', step: null })),
    ...(seeded ? [{ name: 'run.seed', of: 'factor', step: null } as const] : []),
    ...results.map((name): TableColumn => ({ name, of: 'result', step: null })),
  ]
  const rows = runs.map((run): Record<string, TableValue> => ({
    run: run.number,
    ...Object.fromEntries(settings.map((name) => [name, settingOf(run, name, values)])),
    ...(seeded && { 'run.seed': run.seed }),
    ...Object.fromEntries(results.map((name) => [name, valueOf(run, name, values) ?? null])),
  }))
  return { columns: about.map(({ name }) => name), rows, about, reasons: [] }
}

const settingOf = (run: RunRecord, name: string, values: ValuesById): TableValue =>
  values.get(run.id)?.settings?.[name] ?? null

/** Every setting and result of these runs, a row each, with what they are called and how they ended: for a file. */
export function cellsOfRuns(runs: readonly RunRecord[], values: ValuesById): Table {
  const ids = runs.map(({ id }) => id)
  const settings = settingNames(ids, values).map(({ name }) => name)
  const results = resultNames(runs, values)
  return {
    head: ['run', 'name', 'kind', 'state', 'seed', 'tags', ...settings, ...results],
    rows: runs.map((run) => [
      run.number,
      run.name,
      run.kind,
      run.state,
      run.seed,
      run.tags.join(' '),
      ...settings.map((name) => cellOf(settingOf(run, name, values))),
      ...results.map((name) => cellOf(valueOf(run, name, values) ?? null)),
    ]),
  }
}

const cellOf = (value: TableValue): Cell =>
  typeof value === 'string' || typeof value === 'number' || value === null ? value : JSON.stringify(value)
