/** Repetitions with other seeds as one row: mean and standard deviation of every figure of merit. Pure. */
import { summarise, type Summary } from '#theory/statistics/summary.ts'
import type { Compared } from './comparison.svelte.ts'
import { valueOfCompared } from './quality.ts'

export type PooledRow = {
  key: string
  name: string
  seeds: number[]
  samples: number
  values: ReadonlyMap<string, Summary>
}

/** A row for each group of more than one run; `groupOf` is the same for runs that differ in the seed alone. */
export function pooledRows(
  compared: readonly Compared[],
  columns: readonly string[],
  groupOf: (id: string) => string,
): PooledRow[] {
  const groups = Map.groupBy(compared, ({ run }) => groupOf(run.id))
  return [...groups].flatMap(([key, members]) => {
    if (members.length < 2) return []
    const values = columns.flatMap((name) => {
      const found = members.map((one) => valueOfCompared(one, name)).filter((value) => value !== null)
      return found.length > 0 ? [[name, summarise(found)] as const] : []
    })
    return [
      {
        key,
        name: members[0].run.name,
        seeds: members.map(({ run }) => run.seed).toSorted((a, b) => a - b),
        samples: members.reduce((sum, { run }) => sum + run.steps, 0),
        values: new Map(values),
      },
    ]
  })
}
