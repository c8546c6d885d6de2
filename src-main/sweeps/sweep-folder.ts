/**
 * The folder of a sweep is the truth about it, as a run's folder is about a run; there is no index.
 *
 *   sweep.yaml   as given                      plan.json   its cells, expanded: never changes
 *   sweep.json   what is wanted of it          cells.json  which run each cell has, and how that ended
 *
 * `sweep.json` may be written by any process, `cells.json` by the one that holds the folder's lock.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { z } from 'zod'
import { parse } from '#contract/parse.ts'
import { Refusal } from '#contract/refusal.ts'
import { STEP_KINDS, type StepKind, type Sweep } from '#contract/sweep.ts'
import type { Cell, Factors } from '#contract/sweep-cells.ts'
import type { Tree } from '#contract/sweep-factors.ts'
import { takeLock, type ExclusiveLock } from '#files/exclusive-lock.ts'
import { syncFolder, writeJson, writeRefusal, writeWhole } from '#files/write-whole.ts'
import { numberOfFolder, readJson, slug } from '#history/run-folder.ts'

const count = z.number().int().nonnegative()
const wantedFile = z.strictObject({
  format: z.literal(1),
  name: z.string(),
  createdAt: z.number().int(),
  cells: count,
  /** Runs whatever has been run before. */
  fresh: z.boolean(),
  wanted: z.enum(['going', 'paused', 'cancelled']),
  /** How often it was asked to go on after a cancel, and to try again what failed. */
  resumes: count,
  retries: count,
})
export type Wanted = z.output<typeof wantedFile>

const factors = z.record(z.string(), z.json()) as unknown as z.ZodType<Factors>
const planFile = z.strictObject({
  format: z.literal(1),
  steps: z.array(
    z.strictObject({
      name: z.string(),
      kind: z.enum(Object.keys(STEP_KINDS) as [StepKind]),
      factors: z.array(z.string()),
    }),
  ),
  cells: z.array(
    z.strictObject({
      id: z.string(),
      step: z.string(),
      factors,
      needs: z.record(z.string(), z.string()),
      config: z.record(z.string(), z.json()) as unknown as z.ZodType<Tree>,
    }),
  ),
})
export type Plan = Omit<z.output<typeof planFile>, 'cells'> & { cells: Cell[] }

const cellRun = z.strictObject({
  /** Chosen before the run is made; null where it could not be. */
  run: z.string().nullable(),
  reused: z.boolean(),
  ended: z.enum(['finished', 'failed', 'cancelled']).nullable(),
  reason: z.string().nullable(),
  /** Taken out of the queue by a pause, to be put back. */
  held: z.boolean(),
  /** Interruptions in a row without a step between them, and the step at the last. */
  stalls: count,
  step: count,
})
export type CellRun = z.output<typeof cellRun>
export const NEW_CELL: CellRun = {
  run: null,
  reused: false,
  ended: null,
  reason: null,
  held: false,
  stalls: 0,
  step: 0,
}

const cellsFile = z.strictObject({
  format: z.literal(1),
  /** Those of `sweep.json` that have been heeded. */
  resumes: count,
  retries: count,
  /** Nothing runs, and nothing more can by itself. */
  settled: z.boolean(),
  cells: z.record(z.string(), cellRun),
})
export type CellsFile = z.output<typeof cellsFile>

/** Whether nothing runs, and nothing more can by itself: all that was asked has been heeded. */
export const isSettled = (file: CellsFile, { resumes, retries }: Pick<Wanted, 'resumes' | 'retries'>): boolean =>
  file.settled && file.resumes === resumes && file.retries === retries

/** `more`: files beside, by name, as where others compute it. */
export type NewSweep = {
  sweep: Sweep
  cells: Cell[]
  text: string
  fresh: boolean
  more?: (folder: string) => Readonly<Record<string, object>>
}

/** Written under a hidden name, then renamed: a folder that can be seen is whole. Returns its name. */
export function createSweepFolder(sweeps: string, { sweep, cells, text, fresh, more }: NewSweep): string {
  const { name, steps, axes } = sweep
  const hidden = join(sweeps, `.new-${randomUUID()}`)
  let lock: ExclusiveLock | null = null
  try {
    mkdirSync(sweeps, { recursive: true })
    lock = takeLock(join(sweeps, '.numbers.lock'), 5000)
    if (!lock)
      throw new Refusal(`${sweeps} is held by another program. Try again.`, { field: sweeps, code: 'conflict' })
    const number = Math.max(0, ...listSweepFolders(sweeps).map(numberOfFolder)) + 1
    const folder = [String(number).padStart(4, '0'), slug(name)].filter(Boolean).join('-')
    mkdirSync(hidden)
    writeWhole(join(hidden, 'sweep.yaml'), text)
    const plan: Plan = {
      format: 1,
      cells,
      steps: steps.map(({ name, kind, reach }) => ({
        name,
        kind,
        factors: reach.flatMap((i) => axes[i].factors.map(({ key }) => key)),
      })),
    }
    writeJson(join(hidden, 'plan.json'), plan)
    const about = { name, createdAt: Date.now(), cells: cells.length, fresh }
    const wanted: Wanted = { format: 1, ...about, wanted: 'going', resumes: 0, retries: 0 }
    writeJson(join(hidden, 'sweep.json'), wanted)
    writeJson(join(hidden, 'cells.json'), NO_CELLS)
    for (const [file, content] of Object.entries(more?.(folder) ?? {})) writeJson(join(hidden, file), content)
    renameSync(hidden, join(sweeps, folder))
    syncFolder(sweeps)
    return folder
  } catch (error) {
    rmSync(hidden, { recursive: true, force: true })
    throw writeRefusal(error, sweeps)
  } finally {
    lock?.release()
  }
}

const NO_CELLS: CellsFile = { format: 1, resumes: 0, retries: 0, settled: false, cells: {} }

/** In the order of their numbers; hidden ones were never finished. */
export function listSweepFolders(sweeps: string): string[] {
  if (!existsSync(sweeps)) return []
  return readdirSync(sweeps, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .toSorted((a, b) => numberOfFolder(a) - numberOfFolder(b) || (a < b ? -1 : 1))
}

const read = <S extends z.ZodType>(schema: S, path: string): z.output<S> => parse(schema, readJson(path), path)

export const readWanted = (folder: string): Wanted => read(wantedFile, join(folder, 'sweep.json'))
export const readPlan = (folder: string): Plan => read(planFile, join(folder, 'plan.json')) as Plan
export const readCells = (folder: string): CellsFile => read(cellsFile, join(folder, 'cells.json'))
export const readText = (folder: string): string => readFileSync(join(folder, 'sweep.yaml'), 'utf8')

export const writeWanted = (folder: string, wanted: Wanted): void => writeJson(join(folder, 'sweep.json'), wanted)
export const writeCells = (folder: string, cells: CellsFile): void => writeJson(join(folder, 'cells.json'), cells)

/** Held by the one process that works on the sweep; null while another does. */
export const lockSweep = (folder: string): ExclusiveLock | null => takeLock(join(folder, '.lock'))

/** Changes whenever either file does that changes. */
export function stampOfSweep(folder: string): string {
  const stamp = (name: string) => {
    const stat = statSync(join(folder, name), { throwIfNoEntry: false })
    return stat ? `${stat.mtimeMs}/${stat.size}/${stat.ino}` : '-'
  }
  return `${stamp('sweep.json')} ${stamp('cells.json')}`
}

/** The folder that a number or a folder's name means. */
export function findSweep(sweeps: string, reference: string): string {
  const folders = listSweepFolders(sweeps)
  const number = /^#?(\d{1,15})$/.exec(reference)
  const found = folders.filter((name) => (number ? numberOfFolder(name) === Number(number[1]) : name === reference))
  if (found.length === 1) return found[0]
  const several = `${found.length} folders have the number ${reference}: name the one you mean, ${found.join(' or ')}.`
  const none = `There is no sweep ${reference}. \`anneal sweep list\` lists those there are.`
  throw new Refusal(found.length > 1 ? several : none, { field: 'sweep', code: 'not-found' })
}
