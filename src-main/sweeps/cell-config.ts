/** The configuration that a cell's run is started with: `@step` is the number of the run that is meant, and the name says the factors. */
import { Refusal } from '#contract/refusal.ts'
import type { RunRecord } from '#contract/run.ts'
import { type Cell, factorsText, withValue } from '#contract/sweep-cells.ts'
import type { Json, Tree } from '#contract/sweep-factors.ts'

const LONGEST_NAME = 120

export const sweepTag = (number: number): string => `sweep ${number}`

/** `find`: a run by its id; `call`: what it is referred to by. Refuses where one that the cell refers to is gone. */
export function configOfCell(
  cell: Cell,
  { cells }: { cells: Readonly<Record<string, { run: string | null }>> },
  find: (id: string) => RunRecord | null,
  sweep: number,
  call = ({ number }: RunRecord) => String(number),
): Tree {
  const referring = Object.entries(cell.needs).reduce((config, [field, needed]) => {
    const run = find(cells[needed]?.run ?? '')
    if (!run)
      throw new Refusal(`${field}: the run of ${needed} is not there any more. Retry it, then this one.`, {
        field,
        code: 'not-found',
      })
    return withValue(config, field.split('.'), call(run))
  }, cell.config)
  const name = [cell.step, factorsText(shortKeys(cell))].filter(Boolean).join(', ').slice(0, LONGEST_NAME)
  const tags = [...((referring.tags as string[] | undefined) ?? []), sweepTag(sweep)]
  return { name, ...referring, tags: [...new Set(tags)] }
}

/** `sigma_max` instead of `draw.schedule.sigma_max`, where no other factor ends alike. */
export function shortKeys({ factors }: Pick<Cell, 'factors'>): Record<string, Json> {
  const keys = Object.keys(factors)
  const last = (key: string) => key.slice(key.lastIndexOf('.') + 1)
  return Object.fromEntries(
    keys.map((key) => [
      keys.some((other) => other !== key && last(other) === last(key)) ? key : last(key),
      factors[key],
    ]),
  )
}
