/** From a sweep's `elsewhere.json` to what follows it: its shared folder is made where it is not there yet, and its driver opened. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { FindFinished } from './advance.ts'
import type { Place } from '#contract/sweep-place.ts'
import type { RunService } from '#runs/run-service.ts'
import type { StartProcess } from '#workers/start-process.ts'
import { reusableCells } from './reusable-cells.ts'
import { beginShared, type Program } from './shared/begin-shared.ts'
import { byHand, type Driver } from './shared/driver.ts'
import { type Elsewhere, readElsewhere } from './shared/elsewhere.ts'
import { openFollower } from './shared/follow-shared.ts'
import { workHere } from './shared/here.ts'
import { measuredRuns } from './measured-runs.ts'
import { cellSeconds } from './plan-sweep.ts'
import { packTasks } from './slurm/pack.ts'
import { siteText } from './slurm/site-file.ts'
import { onSlurm } from './slurm/on-slurm.ts'
import { NEW_CELL, type Plan, readCells, readText, readWanted, writeCells } from './sweep-folder.ts'
import type { OpenFollower } from './sweep-looks.ts'

export type ElsewhereRoom = {
  runs: RunService
  findFinished: FindFinished
  /** What runs here: tasks must run the same. */
  program: () => Program
  /** How this program is run on another machine, word by word. */
  command: readonly string[]
  startProcess: StartProcess
  engineEnvironment: () => Record<string, string>
}

export const followerOpener =
  (room: ElsewhereRoom): OpenFollower =>
  async (sweep) => {
    const elsewhere = readElsewhere(sweep.folder)
    if (!elsewhere) return null
    await makeShared(sweep, elsewhere, room)
    const driver = DRIVERS[elsewhere.on](sweep.folder, elsewhere, room)
    const { folder, number, plan } = sweep
    return openFollower({ sweep: folder, number, plan, elsewhere, service: room.runs, driver })
  }

const HEARTBEATS = { every: 2, stale: 20 }

const DRIVERS: { readonly [P in Place]: (sweep: string, elsewhere: Elsewhere, room: ElsewhereRoom) => Driver } = {
  folder: byHand,
  here: (_, { folder, jobs }, { runs, program, startProcess, engineEnvironment }) =>
    workHere({
      folder,
      jobs: jobs ?? 1,
      program: program(),
      resources: runs.from.resources,
      engine: { environment: { ...engineEnvironment(), ANNEAL_VERSION: program().anneal } },
      startProcess,
    }),
  slurm: (sweep, elsewhere, { command }) => onSlurm(sweep, elsewhere, command),
}

type Made = { folder: string; number: number; plan: Plan; fresh: boolean }

/** Once: what has been run before is taken, the rest goes into the shared folder. */
export async function makeShared(sweep: Made, elsewhere: Elsewhere, room: ElsewhereRoom): Promise<void> {
  if (existsSync(join(elsewhere.folder, 'work.json'))) return
  const { folder, number, plan, fresh } = sweep
  const reused = fresh ? new Map<string, string>() : await reusableCells(plan.cells, room.runs, room.findFinished)
  // First, so that a cell that is left out there is never thought to be waiting.
  const file = readCells(folder)
  for (const [id, run] of reused) file.cells[id] ??= { ...NEW_CELL, run, reused: true, ended: 'finished' }
  writeCells(folder, file)
  const measured = measuredRuns(room.runs)
  const { site } = elsewhere
  await beginShared(
    {
      folder: elsewhere.folder,
      sweep: number,
      name: readWanted(folder).name,
      text: readText(folder),
      site: site && siteText(site),
      plan,
      reused,
      heartbeat: site ? { every: site.heartbeat, stale: site.stale } : HEARTBEATS,
      tasksOf: (cells) => (site ? packTasks(cells, cellSeconds(cells, measured), site) : []),
      program: room.program(),
    },
    room.runs.from,
  )
}
