/** The table of a sweep with its seeds taken together: mean, standard deviation and Student's interval of the mean. */
import { isSeed, type SweepTable, type TableColumn, type TableValue } from '#contract/sweep-view.ts'
import { summarise } from '#theory/statistics/summary.ts'

const isSeedFactor = ({ name, of }: TableColumn) => of === 'factor' && isSeed(name)
/** Bounds of one run's interval say nothing of the spread over runs. */
const isBound = (name: string, all: readonly TableColumn[]) => {
  const bound = / (low|high)$/.exec(name)
  return bound !== null && all.some((column) => column.name === name.slice(0, bound.index))
}

/** Null where no seed varies. Rows that differ in their seeds alone are one; a value of which there is none is null. */
export function overSeeds({ about, rows }: SweepTable): SweepTable | null {
  if (!about.some(isSeedFactor)) return null
  const factors = about.filter((column) => column.of === 'factor' && !isSeedFactor(column))
  const results = about.filter(({ name, of }) => of === 'result' && !isBound(name, about))
  const groups = new Map<string, Record<string, TableValue>[]>()
  for (const row of rows) {
    const key = JSON.stringify(factors.map(({ name }) => row[name]))
    groups.set(key, [...(groups.get(key) ?? []), row])
  }
  const columns: TableColumn[] = [
    ...factors,
    { name: 'n', of: 'run', step: null },
    ...results.flatMap(({ name, step }) =>
      ['', ' sd', ' low', ' high'].map((end): TableColumn => ({ name: `${name}${end}`, of: 'result', step })),
    ),
  ]
  const taken = [...groups.values()].map((group) => {
    const values: Record<string, TableValue> = Object.fromEntries(factors.map(({ name }) => [name, group[0][name]]))
    let n = 0
    for (const { name } of results) {
      const numbers = group.map((row) => row[name]).filter((value) => typeof value === 'number')
      const summary = numbers.length > 0 ? summarise(numbers) : null
      n = Math.max(n, numbers.length)
      values[name] = summary?.mean ?? null
      for (const end of ['sd', 'low', 'high'] as const) values[`${name} ${end}`] = summary?.[end] ?? null
    }
    return { ...values, n }
  })
  return { columns: columns.map(({ name }) => name), rows: taken, about: columns, reasons: [] }
}
