/** Checkpoints of a training run: whole files by step, the newest two kept, and what a resume must find unchanged. */
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Job } from '#contract/engine.ts'
import type { RunEnvironment } from '#contract/run.ts'
import { writeWhole } from '#history/write-whole.ts'
import type { JobPort } from '../job-port.ts'

const NAME = /^step-(\d{8})\.safetensors$/
/** The newest, and the one before it in case a disk loses the newest. */
const KEPT = 2

const folderOf = (job: Job) => join(job.folder, 'checkpoints')

export function saveCheckpoint(job: Job, step: number, bytes: Uint8Array, port: JobPort): void {
  mkdirSync(folderOf(job), { recursive: true })
  const name = `step-${String(step).padStart(8, '0')}.safetensors`
  port.assertAlive()
  writeWhole(join(folderOf(job), name), bytes)
  port.checkpoint(step, `checkpoints/${name}`)
  for (const old of list(job).slice(0, -KEPT)) rmSync(join(folderOf(job), old.name))
}

/** The newest checkpoint; null where there is none. */
export function newestCheckpoint(job: Job): { file: string; step: number } | null {
  const newest = list(job).at(-1)
  return newest ? { file: join(folderOf(job), newest.name), step: newest.step } : null
}

function list(job: Job): { name: string; step: number }[] {
  mkdirSync(folderOf(job), { recursive: true })
  return readdirSync(folderOf(job))
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
