/**
 * The folder of a sweep on a disk that several machines share: all that a task needs, and nothing of SQLite. Laid out like a data folder.
 *
 *   sweep.yaml plan.json  as in the sweep's own folder        claims/   who works on which run, by atomic links
 *   work.json             what is to run, and by which program  workers/  who is alive: a beat each
 *   site.yaml             the site's options                    runs/     run folders, whole
 *   datasets/ networks/ files/  what runs read, copied          refused/  runs that could not begin, and why
 */
import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { parse } from '#contract/parse.ts'
import { numberOfFolder, readJson, slug } from '#history/run-folder.ts'
import { writeJson } from '#files/write-whole.ts'

const workFile = z.strictObject({
  format: z.literal(1),
  id: z.string(),
  name: z.string(),
  /** Its number in the history that it comes back to. */
  sweep: z.number().int().positive(),
  /** What every task must run too: version of the program and hash of its engine's code; what was found of TensorFlow here. */
  anneal: z.string(),
  code: z.string(),
  library: z.string(),
  /** Seconds between two beats of a task, and without one until its runs are another's. */
  heartbeat: z.strictObject({ every: z.number().positive(), stale: z.number().positive() }),
  /** Each cell's run, by the cell's id: chosen once, so that no run is in the history twice. */
  runs: z.record(z.string(), z.string()),
  /** By number, what an array's task begins with. */
  tasks: z.array(z.strictObject({ stage: z.string(), cells: z.array(z.string()) })),
  /** Paths that runs read where they are: every node must see them. */
  paths: z.array(z.string()),
})
export type WorkFile = z.output<typeof workFile>

export const FOLDERS = ['claims', 'workers', 'runs', 'refused', 'datasets', 'networks', 'schedules', 'files'] as const

export const readWork = (folder: string): WorkFile =>
  parse(workFile, readJson(join(folder, 'work.json')), join(folder, 'work.json'))
export const writeWork = (folder: string, work: WorkFile): void => writeJson(join(folder, 'work.json'), work)

export function makeFolders(folder: string): void {
  for (const name of FOLDERS) mkdirSync(join(folder, name), { recursive: true })
}

/** Numbers of runs that were brought along begin here; those of cells are their places in the plan. */
export const CARRIED = 1_000_000

const GENERATION = /\.g(\d+)$/

/** `00007-draw-sigma-max-5.g2`: the second to work on it renames the folder, so that the first can write into it no more. */
export const runFolderName = (place: number, name: string, generation: number): string =>
  `${[String(place).padStart(5, '0'), slug(name)].filter(Boolean).join('-')}.g${generation}`

export type SharedRun = { place: number; generation: number; folder: string }

/** By place, the run folder of the highest generation. What a task that was overtaken left of older ones is passed over. */
export function sharedRuns(folder: string): Map<number, SharedRun> {
  const runs = new Map<number, SharedRun>()
  for (const name of readdirSync(join(folder, 'runs'))) {
    const generation = Number(GENERATION.exec(name)?.[1] ?? 0)
    const place = numberOfFolder(name)
    if (name.startsWith('.') || generation === 0 || place === 0 || place >= CARRIED) continue
    if ((runs.get(place)?.generation ?? 0) >= generation) continue
    if (existsSync(join(folder, 'runs', name, 'run.json'))) runs.set(place, { place, generation, folder: name })
  }
  return runs
}

/** Folders of runs that were brought along. */
export const carriedRuns = (folder: string): string[] =>
  readdirSync(join(folder, 'runs')).filter((name) => numberOfFolder(name) >= CARRIED)

const refusedFile = z.strictObject({ reason: z.string() })
const refusedPath = (folder: string, place: number) => join(folder, 'refused', `${String(place).padStart(5, '0')}.json`)

/** Why the run of a cell could not even begin; null where it could. */
export function refusedReason(folder: string, place: number): string | null {
  const path = refusedPath(folder, place)
  return existsSync(path) ? parse(refusedFile, readJson(path), path).reason : null
}
export const refuseCell = (folder: string, place: number, reason: string): void =>
  writeJson(refusedPath(folder, place), { reason })

const stopPath = (folder: string) => join(folder, 'stop.json')
/** Asks every worker to end with a checkpoint, and none to begin. */
export const stopShared = (folder: string, reason: string): void => writeJson(stopPath(folder), { reason })
export const allowShared = (folder: string): void => rmSync(stopPath(folder), { force: true })
export function stopReason(folder: string): string | null {
  if (!existsSync(stopPath(folder))) return null
  return parse(refusedFile, readJson(stopPath(folder)), stopPath(folder)).reason
}

/** What failed may begin once more, as another run; what was left of it stays under a hidden name. */
export function beginAgain(folder: string, place: number, cell: string): void {
  const run = sharedRuns(folder).get(place)
  if (run) renameSync(join(folder, 'runs', run.folder), join(folder, 'runs', `.failed-${run.folder}`))
  rmSync(refusedPath(folder, place), { force: true })
  const work = readWork(folder)
  writeWork(folder, { ...work, runs: { ...work.runs, [cell]: randomUUID() } })
}
