/** Cells that have a finished run in the history, and so have all that they refer to. */
import type { Cell } from '#contract/sweep-cells.ts'
import type { RunService } from '#runs/run-service.ts'
import type { FindFinished } from './advance.ts'
import { configOfCell } from './cell-config.ts'

/** Ids of runs, by cell. */
export async function reusableCells(
  cells: readonly Cell[],
  runs: RunService,
  find: FindFinished,
): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  const taken = new Set<string>()
  const entries: Record<string, { run: string }> = {}
  for (const cell of cells) {
    if (!Object.values(cell.needs).every((id) => found.has(id))) continue
    const run = await find(configOfCell(cell, { cells: entries }, runs.history.read.find, 0), taken)
    if (!run) continue
    taken.add(run.id)
    found.set(cell.id, run.id)
    entries[cell.id] = { run: run.id }
  }
  return found
}
