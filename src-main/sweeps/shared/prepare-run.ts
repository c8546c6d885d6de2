/** The folder of a claimed run: made, or taken over from whoever worked on it before by a rename, which shuts that one out. */
import { existsSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { parseRunConfig } from '#contract/parse.ts'
import { Refusal } from '#contract/refusal.ts'
import type { RunEnvironment } from '#contract/run.ts'
import type { Cell } from '#contract/sweep-cells.ts'
import { readJson, type RunFile } from '#history/run-folder.ts'
import { syncFolder } from '#files/write-whole.ts'
import type { Surroundings } from '#runs/references.ts'
import { resolveRun } from '#runs/resolve-run.ts'
import { after } from '#runs/run-work.ts'
import { configOfCell } from '../cell-config.ts'
import { runFolderName, sharedRuns, type WorkFile } from './shared-folder.ts'

type Room = {
  folder: string
  work: WorkFile
  cells: readonly Cell[]
  from: Surroundings
  version: string
  library: string
}

/** The run's id, queued; null where it has ended already. Refuses what cannot begin. */
export function prepareRun(room: Room, cell: Cell, place: number, generation: number): string | null {
  const { folder, work, from } = room
  const { history } = from
  const id = work.runs[cell.id]
  const runs = sharedRuns(folder)
  const there = runs.get(place)
  if (!there) {
    makeRun(room, cell, { place, generation, id, runs })
    return id
  }
  const name = there.folder.replace(/\.g\d+$/, `.g${generation}`)
  renameSync(join(folder, 'runs', there.folder), join(folder, 'runs', name))
  syncFolder(join(folder, 'runs'))
  history.takeIn(name)
  const { state } = history.read.need(id)
  if (state === 'finished' || state === 'failed' || state === 'cancelled') return null
  // Engines read what it was made from: those must be known here too.
  takeInNeeds(room, cell, runs)
  refuseOtherLibrary(join(folder, 'runs', name), room.library)
  history.update(id, (run) => backInQueue(run))
  return id
}

function makeRun(
  room: Room,
  cell: Cell,
  {
    place,
    generation,
    id,
    runs,
  }: { place: number; generation: number; id: string; runs: ReturnType<typeof sharedRuns> },
): void {
  const { work, from, version } = room
  takeInNeeds(room, cell, runs)
  const entries = Object.fromEntries(Object.values(cell.needs).map((needed) => [needed, { run: work.runs[needed] }]))
  // By id: numbers are another data folder's.
  const config = configOfCell(cell, { cells: entries }, from.history.read.find, work.sweep, ({ id }) => id)
  const { schedule, ...resolved } = resolveRun(parseRunConfig(config), from)
  const folder = runFolderName(place, resolved.name, generation)
  const scheduleHash = schedule?.hash ?? null
  from.history.create({ ...resolved, id, schedule, scheduleHash, anneal: version, place: { number: place, folder } })
}

/** What a run reads, and what that was made from, is known here too. */
function takeInNeeds(room: Room, cell: Cell, runs: ReturnType<typeof sharedRuns>): void {
  const { folder, work, cells, from } = room
  for (const needed of Object.values(cell.needs)) {
    const place = cells.findIndex(({ id }) => id === needed)
    takeInNeeds(room, cells[place], runs)
    const run = runs.get(place + 1)
    if (run && from.history.read.find(work.runs[needed])?.folder !== run.folder) from.history.takeIn(run.folder)
    if (run && !existsSync(join(folder, 'runs', run.folder, 'run.json')))
      throw new Refusal(`The run of ${needed} is not there any more.`, { field: 'runs', code: 'not-found' })
  }
}

/** A run that was left as it was going begins again from its last checkpoint. */
function backInQueue(run: RunFile): Partial<RunFile> {
  if (run.state === 'queued') return {}
  const stopped = run.state === 'interrupted' ? run : { ...run, ...after(run, 'restart') }
  return { ...after(stopped, 'resume') }
}

/** What is resumed must be computed as it was begun, or its numbers are neither's. */
function refuseOtherLibrary(path: string, library: string): void {
  const file = join(path, 'env.json')
  if (!existsSync(file)) return
  const { backendVersion } = readJson(file) as RunEnvironment
  const version = library.split(' ').at(-1)
  // WebAssembly comes with the program itself.
  if (backendVersion === version || version === 'any') return
  const message = `The run in ${path} was begun with TensorFlow ${backendVersion} and this machine has ${version}: it is left to a machine that has the same, since it would not be resumed bit for bit.`
  throw new Refusal(message, { field: 'library', code: 'unsupported' })
}
