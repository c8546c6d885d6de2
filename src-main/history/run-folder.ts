/**
 * The folder of a run is the truth about it; the database is an index that can be made again from here.
 *
 *   config.yaml           as given               run.json       state, times, place in the queue, parents
 *   config.resolved.json  every default in       meta.json      name, tags, notes, trash: what the user may edit
 *   schedule.json         its levels             metrics.jsonl  one line per step and time
 *   env.json              what computed it       results.json   numbers with their protocols
 *   made-from.json        code, weights and data by hash
 *   remarks.json          what it is to be read with in mind, where there is anything
 *   log.txt  checkpoints/  samples/  MANIFEST.sha256 (once it is finished)
 */
import { type Dirent, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { randomUUID } from 'node:crypto'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { parse } from '#contract/parse.ts'
import { messageOf, Refusal } from '#contract/refusal.ts'
import type { Remark } from '#contract/remark.ts'
import { RUN_STATES, type Result, type RunEnvironment } from '#contract/run.ts'
import { runConfig, type RunConfig } from '#contract/run-config.ts'
import { syncFolder, writeJson, writeRefusal, writeWhole } from '#files/write-whole.ts'

const time = z.number().int()
const runFile = z.strictObject({
  format: z.literal(1),
  id: z.string().min(1),
  number: z.number().int().positive(),
  parents: z.array(z.string()),
  scheduleHash: z.string().nullable(),
  createdAt: time,
  /** Program that wrote the configuration. */
  anneal: z.string(),
  state: z.enum(RUN_STATES),
  reason: z.string().nullable(),
  startedAt: time.nullable(),
  endedAt: time.nullable(),
  steps: z.number().int().nonnegative(),
  /** Place among the queued: the smallest is next. */
  position: z.number(),
  /** Engine processes ever started for it, and those in a row that crashed before their first tick. */
  starts: z.number().int().nonnegative(),
  crashesAtStart: z.number().int().nonnegative(),
  /** The last one that is whole; `file` is relative to the folder. */
  checkpoint: z.strictObject({ step: z.number().int().nonnegative(), file: z.string() }).nullable(),
  /** Who computes it, where that is none of the engines of this data folder: these files follow others. */
  elsewhere: z.string().optional(),
})
export type RunFile = z.output<typeof runFile>
/** What may change in a run's life. */
export type RunChange = Omit<RunFile, 'format' | 'id' | 'number' | 'parents' | 'scheduleHash' | 'createdAt' | 'anneal'>

const metaFile = z.strictObject({
  name: z.string(),
  tags: z.array(z.string()),
  notes: z.string(),
  trashed: z.boolean(),
})
export type RunMeta = z.output<typeof metaFile>

const environmentFile = z.custom<RunEnvironment>(
  (value) =>
    z
      .looseObject({ backend: z.string(), devices: z.array(z.string()), passedOver: z.array(z.object({})) })
      .safeParse(value).success,
  'no description of what computed a run',
)
const resultsFile = z.array(
  z.looseObject({ name: z.string(), value: z.number().nullable(), protocol: z.record(z.string(), z.unknown()) }),
) as unknown as z.ZodType<Result[]>

/** The small files of one run, parsed. */
export type RunFolder = {
  folder: string
  run: RunFile
  meta: RunMeta
  config: RunConfig
  environment: RunEnvironment | null
  results: Result[]
  stamp: string
  /** Files that could not be read and what stands in for them, in sentences: they cost no more than themselves. */
  damaged: string[]
}

/** Letters, digits and dashes of a name, so that it is a file name on every system. */
export const slug = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replace(/^-+|-+$/g, '')

/** `00042-mnist-unet-seed0` */
export const folderName = (number: number, name: string, seed: number): string =>
  [String(number).padStart(5, '0'), slug(name), `seed${seed}`].filter(Boolean).join('-')

export const numberOfFolder = (folder: string): number => Number(/^(\d+)-/.exec(folder)?.[1] ?? 0)

export type NewRunFiles = {
  run: RunFile
  meta: RunMeta
  config: RunConfig
  configText?: string
  schedule?: unknown
  remarks?: readonly Remark[]
}

/** All first files under a hidden name, then one rename: a folder that can be seen is whole. */
export function createRunFolder(runs: string, folder: string, files: NewRunFiles): void {
  const hidden = join(runs, `.new-${files.run.id}-${randomUUID().slice(0, 8)}`)
  const path = join(runs, folder)
  try {
    mkdirSync(hidden)
    for (const name of ['checkpoints', 'samples']) mkdirSync(join(hidden, name))
    writeWhole(join(hidden, 'config.yaml'), files.configText ?? `${JSON.stringify(files.config, null, 2)}\n`)
    writeJson(join(hidden, 'config.resolved.json'), files.config)
    if (files.schedule !== undefined) writeJson(join(hidden, 'schedule.json'), files.schedule)
    if (files.remarks?.length) writeJson(join(hidden, 'remarks.json'), { remarks: files.remarks })
    writeJson(join(hidden, 'meta.json'), files.meta)
    writeJson(join(hidden, 'run.json'), files.run)
    renameSync(hidden, path)
    syncFolder(runs)
  } catch (error) {
    rmSync(hidden, { recursive: true, force: true })
    if (!(error instanceof Refusal)) throw writeRefusal(error, path)
    // Users know the folder by the name that it would have had.
    throw new Refusal(error.message.replaceAll(hidden, path), { field: path, code: error.code, cause: error })
  }
}

/** Folders of runs, in the order of their numbers. Hidden ones were never finished. */
export function listRunFolders(runs: string): string[] {
  return readdirSync(runs, { withFileTypes: true })
    .filter((entry) => !entry.name.startsWith('.') && (entry.isDirectory() || isLinkToFolder(entry)))
    .map(({ name }) => name)
    .toSorted((a, b) => numberOfFolder(a) - numberOfFolder(b) || (a < b ? -1 : 1))
}

/** A folder moved to another disk, a link in its place; also where that disk is not there now. */
function isLinkToFolder(entry: Dirent): boolean {
  if (!entry.isSymbolicLink()) return false
  try {
    return statSync(join(entry.parentPath, entry.name)).isDirectory()
  } catch {
    return true
  }
}

/** Removes what a crash left of runs that were being created. Only while nobody else can be creating one. */
export function sweepUnfinished(runs: string): void {
  for (const name of readdirSync(runs)) {
    if (!name.startsWith('.new-')) continue
    try {
      rmSync(join(runs, name), { recursive: true, force: true })
    } catch {
      // A folder that may not be written: it is hidden, and the next start tries again.
    }
  }
}

export function readRunFolder(runs: string, folder: string): RunFolder {
  const path = join(runs, folder)
  const stamp = stampOf(path)
  const run = parse(runFile, readJson(join(path, 'run.json')), join(path, 'run.json'))
  const damaged: string[] = []
  const meta = orElse(() => readMeta(path), { name: folder, tags: [], notes: '', trashed: false }, damaged)
  const resolved = join(path, 'config.resolved.json')
  const config = parse(runConfig, readJson(resolved), resolved)
  const environment = orElse(() => readIfThere(environmentFile, join(path, 'env.json')), undefined, damaged) ?? null
  const results = orElse(() => readIfThere(resultsFile, join(path, 'results.json')), undefined, damaged) ?? []
  return { folder, run, meta, config, environment, results, stamp, damaged }
}

export const readRunFile = (path: string): RunFile =>
  parse(runFile, readJson(join(path, 'run.json')), join(path, 'run.json'))
export const readMeta = (path: string): RunMeta =>
  parse(metaFile, readJson(join(path, 'meta.json')), join(path, 'meta.json'))

/** As `readMeta`; a damaged file is kept under another name, since what is edited is written in its place. */
export function metaToEdit(path: string): RunMeta {
  try {
    return readMeta(path)
  } catch (error) {
    const file = join(path, 'meta.json')
    if (!(error instanceof Refusal)) throw error
    if (existsSync(file)) renameSync(file, `${file}.damaged-${Date.now()}`)
    return { name: basename(path), tags: [], notes: '', trashed: false }
  }
}

/** Changes with every writing of the files that change in a run's life. */
export function stampOf(path: string): string {
  return ['run.json', 'meta.json', 'env.json', 'results.json'].map((name) => stampOfFile(join(path, name))).join(' ')
}

function stampOfFile(path: string): string {
  try {
    const stat = statSync(path, { throwIfNoEntry: false })
    return stat ? `${stat.mtimeMs}/${stat.size}/${stat.ino}` : '-'
  } catch {
    // A folder of another user, a link to itself: whoever reads it will be told.
    return '-'
  }
}

/** JSON of our own making: what does not parse was damaged from outside. */
export function readJson(path: string): unknown {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    throw new Refusal(`${path} is missing. Restore it from a backup, or move the folder away.`, {
      field: path,
      code: 'not-found',
    })
  }
  try {
    return JSON.parse(text)
  } catch (cause) {
    const message = `${path} is damaged: it holds no JSON. Restore it from a backup, or move the folder away.`
    throw new Refusal(message, { field: path, code: 'damaged', cause })
  }
}

const readIfThere = <S extends z.ZodType>(schema: S, path: string): z.output<S> | undefined =>
  existsSync(path) ? parse(schema, readJson(path), path) : undefined

function orElse<T>(read: () => T, instead: T, damaged: string[]): T {
  try {
    return read()
  } catch (error) {
    damaged.push(`${messageOf(error)} The run is shown without it.`)
    return instead
  }
}
