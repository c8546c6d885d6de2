/** A schedule that was saved, whole and as a list tells it. */
import type { Calibration } from './calibration.ts'
import type { ScheduleInput } from './schedule.ts'

export type SavedSchedule = {
  id: string
  name: string
  spec: ScheduleInput
  sigmas: number[]
  hash: string
  /** The schedule this one was made from. */
  parent: string | null
  createdAt: number
  /** Of a schedule that was fitted to a score: to what, how, and what it gained. */
  evidence?: Calibration
}

/** What a list says of a saved schedule: its levels, of which there may be a million, are asked for one by one. */
export type ScheduleSummary = Pick<SavedSchedule, 'id' | 'name' | 'hash' | 'parent' | 'createdAt'> & {
  family: ScheduleInput['family']
  levels: number
}
