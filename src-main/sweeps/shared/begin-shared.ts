/** Makes the shared folder of a sweep: under a hidden name, then renamed, so that one that can be seen is whole. */
import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { type Cell, withValue } from '#contract/sweep-cells.ts'
import { syncFolder, writeJson, writeRefusal, writeWhole } from '#files/write-whole.ts'
import type { Surroundings } from '#runs/references.ts'
import type { Plan } from '../sweep-folder.ts'
import { carryInputs } from './carry-inputs.ts'
import { makeFolders, type WorkFile, writeWork } from './shared-folder.ts'

export type Program = Pick<WorkFile, 'anneal' | 'code' | 'library'>
export type NewShared = {
  folder: string
  /** Number and name of the sweep. */
  sweep: number
  name: string
  text: string
  /** Text of `site.yaml`, which travels with the sweep. */
  site: string | null
  plan: Plan
  /** Finished runs that are taken instead, by cell. */
  reused: ReadonlyMap<string, string>
  heartbeat: WorkFile['heartbeat']
  /** Shares the cells that are left out among tasks. */
  tasksOf: (cells: readonly Cell[]) => WorkFile['tasks']
  program: Program
}

export async function beginShared(asked: NewShared, from: Surroundings): Promise<void> {
  const { folder, sweep, name, text, site, plan, reused, heartbeat, program } = asked
  if (existsSync(join(folder, 'work.json'))) return
  const hidden = join(dirname(folder), `.new-${basename(folder)}-${randomUUID().slice(0, 8)}`)
  try {
    mkdirSync(hidden, { recursive: true })
    makeFolders(hidden)
    const left = plan.cells.filter(({ id }) => !reused.has(id)).map((cell) => withReused(cell, reused))
    const { cells, paths } = await carryInputs(left, hidden, folder, from)
    writeWhole(join(hidden, 'sweep.yaml'), text)
    if (site !== null) writeWhole(join(hidden, 'site.yaml'), site)
    writeJson(join(hidden, 'plan.json'), { ...plan, cells })
    const runs = Object.fromEntries(cells.map(({ id }) => [id, randomUUID()]))
    const about = { id: randomUUID(), name, sweep, ...program, heartbeat, paths }
    writeWork(hidden, { format: 1, ...about, runs, tasks: asked.tasksOf(cells) })
    renameSync(hidden, folder)
    syncFolder(dirname(folder))
  } catch (error) {
    rmSync(hidden, { recursive: true, force: true })
    // Another process has made it meanwhile.
    if (existsSync(join(folder, 'work.json'))) return
    throw writeRefusal(error, folder)
  }
}

/** A run that is there already is referred to as any other run of the history. */
function withReused(cell: Cell, reused: ReadonlyMap<string, string>): Cell {
  return Object.entries(cell.needs).reduce<Cell>((changed, [field, needed]) => {
    const run = reused.get(needed)
    if (run === undefined) return changed
    const { [field]: _, ...needs } = changed.needs
    return { ...changed, needs, config: withValue(changed.config, field.split('.'), run) }
  }, cell)
}
