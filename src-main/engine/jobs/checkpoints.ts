/** Checkpoints of a training run: whole files by step, the newest two kept, and what a resume must find unchanged. */
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Job } from '#contract/engine.ts'
import { Refusal } from '#contract/refusal.ts'
import type { RunEnvironment } from '#contract/run.ts'
import { writeWhole } from '#files/write-whole.ts'
import type { JobPort } from '../job-port.ts'

const NAME = /^step-(\d{8})\.safetensors$/
/** The newest, and the one before it in case a disk loses the newest. */
const KEPT = 2

const below = (folder: string) => join(folder, 'checkpoints')

export function saveCheckpoint(job: Job, step: number, bytes: Uint8Array, port: JobPort): void {
  mkdirSync(below(job.folder), { recursive: true })
  const name = `step-${String(step).padStart(8, '0')}.safetensors`
  port.assertAlive()
  writeWhole(join(below(job.folder), name), bytes)
  port.checkpoint(step, `checkpoints/${name}`)
  for (const old of list(job.folder).slice(0, -KEPT)) rmSync(join(below(job.folder), old.name))
}

/** The newest checkpoint of a run's folder that `read` accepts, and what it read; null where there is none. A damaged one is passed over, and said. */
export function newestCheckpoint<T>(
  folder: string,
  read: (file: string) => T,
  port: Pick<JobPort, 'log'>,
): { step: number; saved: T } | null {
  let refusal: Refusal | null = null
  for (const { name, step } of list(folder).toReversed()) {
    try {
      return { step, saved: read(join(below(folder), name)) }
    } catch (error) {
      if (!(error instanceof Refusal && error.code === 'damaged')) throw error
      refusal ??= error
      port.log(`Checkpoint of step ${step} passed over: ${error.message}`, 'warning')
    }
  }
  if (refusal) throw refusal
  return null
}

function list(folder: string): { name: string; step: number }[] {
  if (!existsSync(below(folder))) return []
  return readdirSync(below(folder))
    .toSorted()
    .flatMap((name) => {
      const match = NAME.exec(name)
      return match ? [{ name, step: Number(match[1]) }] : []
    })
}

/** What must be equal for a resumed run to give the same bits; kept with every checkpoint. */
export const executionNotes = ({ mode, precision, backend, backendVersion, threads, cpu }: RunEnvironment) => ({
  mode,
  precision,
  backend: `${backend} ${backendVersion}`,
  threads: String(threads),
  cpu,
})

export function warnOfChanges(before: Record<string, string>, environment: RunEnvironment, port: JobPort): void {
  const changed = Object.entries(executionNotes(environment)).filter(([key, value]) => before[key] !== value)
  if (changed.length === 0) return
  const sentence = changed.map(([key, value]) => `${key} was ${before[key]}, is ${value}`).join('; ')
  port.log(`Resumed, but not bit for bit: ${sentence}.`, 'warning')
}
