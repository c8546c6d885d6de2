/** What a run begins with, and its first `run.json`. */
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
  /** Before all that are queued, instead of after. */
  first?: boolean
  anneal: string
}

export const newRunFile = (run: NewRun, id: string, number: number, position: number): RunFile => ({
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
