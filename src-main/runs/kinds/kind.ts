/** A kind of run as main knows it: from its configuration to what it is, and what its job reads. */
import type { JobInput } from '#contract/engine.ts'
import { Refusal } from '#contract/refusal.ts'
import type { Remark } from '#contract/remark.ts'
import type { RunConfig, RunKind } from '#contract/run-config.ts'
import type { ScheduleFile } from '../convert-range.ts'
import { type Found, jobInput } from '../models/find-model.ts'
import { findRun, looksLikeRun, type Surroundings } from '../references.ts'

export type ResolvedRun = {
  config: RunConfig
  name: string
  parents: string[]
  /** Training steps, epochs, samples, or runs to read; the job's ticks may say it better. */
  steps: number
  schedule?: ScheduleFile
  /** What the run is to be read with in mind. */
  remarks?: Remark[]
}
export type ConfigOf<K extends RunKind> = Extract<RunConfig, { kind: K }>
/** A reference as it finds the run that was meant, the i-th parent. */
export type Parent = (reference: string, i?: number) => string

export type KindRow<K extends RunKind> = {
  /** Every reference found, every path whole; refuses what cannot be run. */
  resolve(config: ConfigOf<K>, from: Surroundings): ResolvedRun
  /** By the reference in the configuration; what it reads must have come far enough. */
  inputs?(config: ConfigOf<K>, parent: Parent, from: Surroundings): Record<string, JobInput>
}

/** What still means the same when the run starts: a file by its whole path, a run that was named by its number. */
export function settled(reference: string, found: Found): string {
  if (found.kind === 'file') return found.weights
  return found.kind === 'run' && !looksLikeRun(reference) ? String(found.run.number) : reference
}

/** A sampling run that has all its samples. */
export function finished(reference: string, field: string, from: Surroundings): JobInput {
  const run = findRun(reference, field, ['sample'], from)
  if (run.state !== 'finished')
    throw new Refusal(`${field}: run ${run.number} is ${run.state}; its samples are not all there.`, {
      field,
      code: 'conflict',
    })
  return jobInput({ kind: 'run', run }, from)
}
