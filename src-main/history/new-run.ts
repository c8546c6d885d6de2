/** What a run begins with, and its first `run.json`. */
import type { Remark } from '#contract/remark.ts'
import type { RunConfig } from '#contract/run-config.ts'
import type { RunFile } from './run-folder.ts'

export type NewRun = {
  /** A new UUID where absent. */
  id?: string
  name: string
  config: RunConfig
  /** The configuration as the user wrote it, comments and all. */
  configText?: string
  parents: string[]
  steps: number
  /** Content of `schedule.json`, and its hash. */
  schedule?: unknown
  scheduleHash?: string | null
  /** What it is to be read with in mind. */
  remarks?: readonly Remark[]
  /** Before all that are queued, instead of after. */
  first?: boolean
  anneal: string
  /** Where the caller keeps numbers and folders apart itself, as of a sweep's shared folder. */
  place?: { number: number; folder: string }
  /** A run that is computed elsewhere, as its own folder has it. */
  follows?: RunFile
}

export const newRunFile = (run: NewRun, id: string, number: number, position: number): RunFile =>
  run.follows ? { ...run.follows, number, position } : firstRunFile(run, id, number, position)

const firstRunFile = (run: NewRun, id: string, number: number, position: number): RunFile => ({
  format: 1,
  id,
  number,
  parents: run.parents,
  scheduleHash: run.scheduleHash ?? null,
  createdAt: Date.now(),
  anneal: run.anneal,
  state: 'queued',
  reason: null,
  startedAt: null,
  endedAt: null,
  steps: run.steps,
  position,
  starts: 0,
  crashesAtStart: 0,
  checkpoint: null,
})
