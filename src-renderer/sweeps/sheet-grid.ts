/** The samples of a sweep as a grid: rows and columns in the order of its factors. Pure. */
import { valueText } from '#contract/sweep-cells.ts'
import type { SweepCell, SweepDetail } from '#contract/sweep-view.ts'
import { captionOf } from '../values/table-figures.ts'

export type Tile = { id: string; runId: string | null; number: number | null; caption: string; reason: string }
export type SheetGrid = { step: string; columns: number; tiles: readonly Tile[] }

/** More beside each other are too small to be looked at. */
const MOST = 8

/** One grid a sampling step that has begun: the last factor that varies along its rows, all others down. */
export function sheetGrid({ steps, list }: Pick<SweepDetail, 'steps' | 'list'>): SheetGrid[] {
  return steps.flatMap(({ name, kind, factors }): SheetGrid[] => {
    const cells = list.filter(({ step }) => step === name)
    if (kind !== 'sample' || !cells.some(({ state }) => state === 'finished')) return []
    const last = factors.at(-1)
    const values = new Set(last === undefined ? [] : cells.map((cell) => valueText(cell.factors[last])))
    return [{ step: name, columns: Math.min(MOST, Math.max(1, values.size)), tiles: cells.map(tileOf) }]
  })
}

const tileOf = ({ id, factors, state, reason, run, runId }: SweepCell): Tile => ({
  id,
  runId: state === 'finished' ? runId : null,
  number: run,
  caption: captionOf(factors) || 'as it stands',
  reason: reason ? `${state}: ${reason}` : state,
})
