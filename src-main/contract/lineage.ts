/** What a run was made from and what was made from it: schedule -> network -> samples -> metrics. */
import type { Result, RunRecord } from './run.ts'
import type { ScheduleSummary } from './saved-schedule.ts'

export type LineageRun = { run: RunRecord; results: Result[] }
export type Lineage = {
  run: LineageRun
  /** Nearest last: the network before the samples drawn with it. */
  ancestors: LineageRun[]
  descendants: LineageRun[]
  /** Saved schedules with the levels of any of these runs, and the schedules they were made from. */
  schedules: ScheduleSummary[]
  /** Runs that are named as parents but whose folders are gone. */
  missing: string[]
}
