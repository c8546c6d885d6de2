/** A sweep as the outside sees it: its files and what the history knows of its runs. */
import type { RunRecord } from '#contract/run.ts'
import type { CellState, SweepCell, SweepState, SweepSummary } from '#contract/sweep-view.ts'
import { type Cell, factorsText } from '#contract/sweep-cells.ts'
import { numberOfFolder } from '#history/run-folder.ts'
import { type CellsFile, isSettled, type Plan, type Wanted } from './sweep-folder.ts'

type Find = (id: string) => RunRecord | null

export function summaryOf(id: string, wanted: Wanted, file: CellsFile): SweepSummary {
  const ends = Object.values(file.cells).map(({ ended }) => ended)
  const finished = ends.filter((ended) => ended === 'finished').length
  const failed = ends.filter((ended) => ended !== null).length - finished
  const { name, createdAt, cells } = wanted
  return {
    id,
    number: numberOfFolder(id),
    name,
    state: stateOf(wanted, file, finished),
    createdAt,
    cells,
    finished,
    failed,
  }
}

function stateOf(asked: Wanted, file: CellsFile, finished: number): SweepState {
  const { wanted, cells } = asked
  const settled = isSettled(file, asked)
  if (finished === cells) return 'finished'
  if (wanted === 'paused') return 'paused'
  if (wanted === 'cancelled') return settled ? 'cancelled' : 'cancelling'
  return settled ? 'incomplete' : 'going'
}

/** Every cell with the state of its run, or why it has none. */
export function cellsOf({ cells }: Plan, file: CellsFile, find: Find): SweepCell[] {
  const holes = new Map<string, string>()
  return cells.map((cell) => {
    const entry = file.cells[cell.id]
    const run = entry?.run ? find(entry.run) : null
    const { state, reason } = stateOfCell(cell, entry, run, holes)
    if (state === 'failed' || state === 'cancelled' || state === 'blocked')
      holes.set(cell.id, `${nameOf(cell)} is ${state}${reason ? `: ${reason}` : ''}`)
    return {
      id: cell.id,
      step: cell.step,
      factors: cell.factors,
      state,
      reason,
      run: run?.number ?? null,
      runId: run?.id ?? null,
      reused: entry?.reused ?? false,
      done: run?.step ?? 0,
      steps: run?.steps ?? 0,
      seconds: run?.startedAt && run.endedAt && !entry?.reused ? (run.endedAt - run.startedAt) / 1000 : null,
    }
  })
}

function stateOfCell(
  cell: Cell,
  entry: CellsFile['cells'][string] | undefined,
  run: RunRecord | null,
  holes: ReadonlyMap<string, string>,
): { state: CellState; reason: string | null } {
  if (entry?.ended && entry.ended !== 'finished') return { state: entry.ended, reason: entry.reason }
  if (entry?.ended && !run) return { state: 'failed', reason: 'Its run was removed. Retry makes it again.' }
  if (entry?.held) return { state: 'waiting', reason: null }
  if (run) return { state: run.state, reason: run.reason }
  const hole = Object.values(cell.needs).find((needed) => holes.has(needed))
  return hole === undefined ? { state: 'waiting', reason: null } : { state: 'blocked', reason: holes.get(hole)! }
}

const nameOf = ({ step, factors }: Cell) =>
  Object.keys(factors).length > 0 ? `${step} (${factorsText(factors)})` : step
