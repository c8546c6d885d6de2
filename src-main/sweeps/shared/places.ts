/** What has become of each cell, as the shared folder says; what has ended is not looked at again. */
import { join } from 'node:path'
import type { Cell } from '#contract/sweep-cells.ts'
import { readRunFile } from '#history/run-folder.ts'
import { refusedReason, sharedRuns, type SharedRun } from './shared-folder.ts'

/** open: can be worked on. waiting: for what it needs. hole: has ended otherwise, or never can begin. */
export type PlaceState = 'open' | 'waiting' | 'finished' | 'hole'

const ENDED: Readonly<Record<string, 'finished' | 'hole'>> = { finished: 'finished', failed: 'hole', cancelled: 'hole' }

export function openPlaces(folder: string, cells: readonly Cell[]) {
  const placeById = new Map(cells.map(({ id }, i) => [id, i + 1]))
  const byId = new Map(cells.map((cell) => [cell.id, cell]))
  const ended = new Map<string, 'finished' | 'hole'>()
  let runs = new Map<number, SharedRun>()

  function stateOf(id: string): PlaceState {
    const known = ended.get(id)
    if (known) return known
    const needs = Object.values(byId.get(id)!.needs).map(stateOf)
    const end = needs.includes('hole') ? 'hole' : endOf(placeById.get(id)!)
    if (end) ended.set(id, end)
    return end ?? (needs.every((state) => state === 'finished') ? 'open' : 'waiting')
  }

  function endOf(place: number): 'finished' | 'hole' | undefined {
    const run = runs.get(place)
    const end = run && ENDED[stateIn(join(folder, 'runs', run.folder))]
    return end ?? (refusedReason(folder, place) === null ? undefined : 'hole')
  }

  return {
    /** Sees what others have done since. */
    look: () => void (runs = sharedRuns(folder)),
    stateOf,
    placeOf: (id: string): number => placeById.get(id)!,
  }
}

/** A folder may be renamed between two looks: then it is not ended. */
function stateIn(path: string): string {
  try {
    return readRunFile(path).state
  } catch {
    return 'unknown'
  }
}
