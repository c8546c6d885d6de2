/**
 * Who is alive. A worker writes a growing count into `workers/ID.beat`, in place, so that whoever opens the file anew sees it on NFS
 * too. Others watch the count change by their own clock alone: clocks of different machines are never compared.
 */
import { randomUUID } from 'node:crypto'
import { closeSync, existsSync, fsyncSync, openSync, readdirSync, readFileSync, readlinkSync, writeSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { parse } from '#contract/parse.ts'
import { readJson } from '#history/run-folder.ts'
import { writeJson } from '#files/write-whole.ts'

const workerFile = z.strictObject({
  id: z.string(),
  host: z.string(),
  pid: z.number().int(),
  /** Boot and process namespace of the machine, and when the process started: a pid alone is used again. */
  machine: z.string(),
  started: z.string(),
  at: z.number().int(),
  task: z.number().int().nullable(),
  /** Slurm's: `123_4`, and how often it has been requeued. */
  job: z.string().nullable(),
  restarts: z.number().int().nonnegative(),
  library: z.string(),
  threads: z.number().int().nullable(),
  /** Why it has ended, once it has. */
  ended: z.string().nullable(),
})
export type Worker = z.output<typeof workerFile>

const fileOf = (folder: string, id: string) => join(folder, 'workers', `${id}.json`)
const beatOf = (folder: string, id: string) => join(folder, 'workers', `${id}.beat`)

type About = Pick<Worker, 'task' | 'job' | 'restarts' | 'library' | 'threads'>

/** Begins to beat. `check` is called at each beat: it may find that the work is another's by now. */
export function startBeating(folder: string, seconds: number, about: About, check: () => void) {
  const id = randomUUID()
  const own = { host: hostname(), pid: process.pid, machine: machine(), started: startOf(process.pid) ?? '' }
  const worker: Worker = { id, ...own, at: Date.now(), ...about, ended: null }
  let count = 0
  const beat = () => {
    try {
      writeBeat(beatOf(folder, id), ++count)
      check()
    } catch {
      // A disk that is away for now: others will take over if it stays so.
    }
  }
  writeBeat(beatOf(folder, id), ++count)
  writeJson(fileOf(folder, id), worker)
  const timer = setInterval(beat, seconds * 1000)
  return {
    id,
    /** From now on its claims are free. */
    end(reason: string): void {
      clearInterval(timer)
      writeJson(fileOf(folder, id), { ...worker, ended: reason })
    },
  }
}

/** Of one length, so that it is never read in part. */
function writeBeat(path: string, count: number): void {
  const file = openSync(path, count === 1 ? 'w' : 'r+')
  try {
    writeSync(file, String(count).padStart(12, '0'), 0)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

export const workerIds = (folder: string): string[] =>
  readdirSync(join(folder, 'workers'))
    .filter((name) => name.endsWith('.json') && !name.startsWith('.'))
    .map((name) => name.slice(0, -'.json'.length))

export const listWorkers = (folder: string): Worker[] => workerIds(folder).map((id) => readWorker(folder, id))

export const readWorker = (folder: string, id: string): Worker =>
  parse(workerFile, readJson(fileOf(folder, id)), fileOf(folder, id))

/** `unsure`: it has not been watched for long enough. */
export type Life = 'alive' | 'ended' | 'dead' | 'unsure'

/** Watches workers over many looks. `clock`: seconds, of whoever watches. */
export function openWatch(folder: string, stale: number, clock: () => number = () => performance.now() / 1000) {
  const seen = new Map<string, { beat: string; since: number; changed: boolean }>()
  const gone = new Map<string, 'ended' | 'dead'>()

  return (id: string): Life => {
    const end = gone.get(id)
    if (end) return end
    const life = look(id)
    if (life === 'ended' || life === 'dead') gone.set(id, life)
    return life
  }

  function look(id: string): Life {
    const now = clock()
    const worker = existsSync(fileOf(folder, id)) ? readWorker(folder, id) : null
    if (worker?.ended) return 'ended'
    if (worker && worker.machine === machine() && startOf(worker.pid) !== worker.started) return 'dead'
    const beat = existsSync(beatOf(folder, id)) ? readFileSync(beatOf(folder, id), 'utf8') : ''
    const before = seen.get(id)
    if (before?.beat !== beat) {
      seen.set(id, { beat, since: now, changed: before !== undefined })
      return before === undefined ? 'unsure' : 'alive'
    }
    if (now - before.since > stale) return 'dead'
    return before.changed ? 'alive' : 'unsure'
  }
}

let here: string | null = null

/** What tells whether a pid of a worker can be looked up here; no two are alike where it cannot be told. */
function machine(): string {
  if (here !== null) return here
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    here = `${hostname()} ${boot} ${readlinkSync('/proc/self/ns/pid')}`
  } catch {
    here = `${hostname()} ${randomUUID()}`
  }
  return here
}

/** Ticks since boot at which a process started; null where there is none of that pid. */
function startOf(pid: number): string | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const [state, ...rest] = text.slice(text.lastIndexOf(')') + 2).split(' ')
    return state === 'Z' ? null : rest[18]
  } catch {
    return null
  }
}
