/** The table of a sweep: one row for each combination, a sampling joined with its evaluation; factors first, then what was measured. */
import { keepApart } from '#contract/keep-apart.ts'
import type { Result } from '#contract/run.ts'
import { valueText } from '#contract/sweep-cells.ts'
import { SPREAD, spreadOf } from '#contract/share-spread.ts'
import type { Json } from '#contract/sweep-factors.ts'
import type { SweepCell, SweepTable, TableColumn, TableValue } from '#contract/sweep-view.ts'
import type { Plan } from './sweep-folder.ts'

/** `results`: those of a run, by its id. */
export function tableOf(plan: Plan, cells: readonly SweepCell[], results: (runId: string) => Result[]): SweepTable {
  const rows = combinations(plan, cells)
  const members = rows.flatMap((row) => row.filter(({ state, runId }) => state === 'finished' && runId !== null))
  const measured = new Map([...new Set(members)].map((cell) => [cell, withSpread(results(cell.runId!))]))
  // Within a step, since each step has columns of its own.
  for (const { name } of plan.steps) {
    const own = [...measured.keys()].filter(({ step }) => step === name)
    const { lists } = keepApart(own.map((cell) => measured.get(cell)!))
    for (const [i, cell] of own.entries()) measured.set(cell, lists[i])
  }

  const several = plan.steps.length > 1
  const about: TableColumn[] = [
    ...factorKeys(plan).map((name): TableColumn => ({ name, of: 'factor', step: name.slice(0, name.indexOf('.')) })),
    ...plan.steps.map(({ name }): TableColumn => ({ name: several ? `${name} run` : 'run', of: 'run', step: name })),
    ...resultColumns(plan, measured),
  ]
  const plain = rows.map((row) => {
    const factors = Object.assign({}, ...row.map((cell) => cell.factors)) as Record<string, Json>
    const values: Record<string, TableValue> = {}
    for (const { name, of, step } of about) {
      const cell = row.find((one) => one.step === step)
      values[name] =
        of === 'factor'
          ? name in factors
            ? plainValue(factors[name])
            : null
          : of === 'run'
            ? (cell?.run ?? null)
            : valueOf(cell && measured.get(cell), name, step!)
    }
    return values
  })
  const reasons = rows.flatMap((row, i) => {
    const hole = row.findLast(({ state }) => state === 'blocked' || state === 'failed' || state === 'cancelled')
    return hole ? [{ row: i, reason: `${hole.step}: ${hole.state}${hole.reason ? `. ${hole.reason}` : ''}` }] : []
  })
  return { columns: about.map(({ name }) => name), rows: plain, about, reasons }
}

/** Steps that none refers to, those with the same factors together: each combination is a row, with all that led to it. */
function combinations({ steps, cells }: Plan, states: readonly SweepCell[]): SweepCell[][] {
  const byId = new Map(states.map((cell) => [cell.id, cell]))
  const planned = new Map(cells.map((cell) => [cell.id, cell]))
  const referred = new Set(cells.flatMap(({ needs }) => Object.values(needs).map((id) => planned.get(id)!.step)))
  const rows = new Map<string, Map<string, SweepCell>>()
  const add = (row: Map<string, SweepCell>, id: string): void => {
    for (const needed of Object.values(planned.get(id)!.needs)) add(row, needed)
    row.set(id, byId.get(id)!)
  }
  for (const { name, factors } of steps.filter((step) => !referred.has(step.name))) {
    for (const cell of cells.filter(({ step }) => step === name)) {
      const key = JSON.stringify(factors.map((factor) => [factor, cell.factors[factor]]))
      const row = rows.get(key) ?? new Map<string, SweepCell>()
      rows.set(key, row)
      add(row, cell.id)
    }
  }
  return [...rows.values()].map((row) => [...row.values()])
}

/** In the order in which they first reach a step. */
const factorKeys = ({ steps }: Plan): string[] => [...new Set(steps.flatMap(({ factors }) => factors))]

type Measured = ReadonlyMap<SweepCell, readonly Result[]>

/** A result that two steps give bears the name of its step; bounds of its interval stand beside it where it has any. */
function resultColumns({ steps }: Plan, measured: Measured): TableColumn[] {
  const found = steps.flatMap(({ name: step }) => {
    const results = [...measured].flatMap(([cell, list]) => (cell.step === step ? list : []))
    const shown = results.filter(({ value }) => value !== null)
    const bounded = new Set(
      shown.filter(({ low, high }) => low !== undefined && high !== undefined).map(({ name }) => name),
    )
    return [...new Set(shown.map(({ name }) => name))].map((name) => ({ step, name, bounded: bounded.has(name) }))
  })
  return found.flatMap(({ step, name, bounded }) => {
    const twice = found.some((other) => other.name === name && other.step !== step)
    const column = twice ? `${step}.${name}` : name
    const names = bounded ? [column, `${column} low`, `${column} high`] : [column]
    return names.map((one): TableColumn => ({ name: one, of: 'result', step }))
  })
}

function valueOf(results: readonly Result[] | undefined, column: string, step: string): number | null {
  const name = column.startsWith(`${step}.`) ? column.slice(step.length + 1) : column
  const exact = results?.find((result) => result.name === name)
  if (exact) return exact.value
  const bound = / (low|high)$/.exec(name)
  if (!bound) return null
  const result = results?.find((one) => one.name === name.slice(0, bound.index))
  return result?.[bound[1] as 'low' | 'high'] ?? null
}

function withSpread(results: Result[]): Result[] {
  const value = spreadOf(results.map((result) => [result.name, result.value]))
  if (value === null || results.some(({ name }) => name === SPREAD)) return results
  return [...results, { name: SPREAD, value, protocol: { of: 'largest share of a class less the smallest' } }]
}

const plainValue = (value: Json): TableValue => (typeof value === 'object' && value !== null ? valueText(value) : value)
