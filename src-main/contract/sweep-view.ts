/** What a sweep is to everyone outside: its states, its cells and their runs, its table. */
import type { RunState } from './run.ts'
import type { Factors } from './sweep-cells.ts'
import type { SweepPlace } from './sweep-place.ts'
import type { StepKind } from './sweep.ts'

/** `incomplete`: all that can run has ended, and the table has holes. `cancelling`: what runs is being stopped. */
export type SweepState = 'going' | 'paused' | 'cancelling' | 'cancelled' | 'finished' | 'incomplete'

/** `waiting`: not started yet. `blocked`: what it refers to has not finished and will not by itself. */
export type CellState = RunState | 'waiting' | 'blocked'

/** What may be asked of a whole sweep. `resume` goes on with what was paused or cancelled, `retry` with what failed too. */
export const SWEEP_ACTIONS = ['pause', 'resume', 'cancel', 'retry'] as const
export type SweepAction = (typeof SWEEP_ACTIONS)[number]

export type SweepSummary = {
  /** Name of its folder below `sweeps/`, such as `0003-sigma-1`. */
  id: string
  /** For people: counts up from 1 in a data folder. */
  number: number
  name: string
  state: SweepState
  createdAt: number
  /** Cells in all, and of them those that have finished and those that ended otherwise. */
  cells: number
  finished: number
  failed: number
}

export type SweepCell = {
  id: string
  step: string
  factors: Factors
  state: CellState
  /** Why it is a hole, or waits. */
  reason: string | null
  /** Number and id of its run, once it has one. */
  run: number | null
  runId: string | null
  /** A run that was there before, instead of one more like it. */
  reused: boolean
  /** Last step reached and the number asked for. */
  done: number
  steps: number
  /** From its run's start to its end; null of one that has not both, or that was there before. */
  seconds: number | null
}

/** Results have the bounds of their interval where they have one. */
export type TableColumn = { name: string; of: 'factor' | 'run' | 'result'; step: string | null }
export type TableValue = string | number | boolean | null
/** Of a factor, `draw.seed`: results are averaged over it. */
export const isSeed = (name: string): boolean => name.endsWith('.seed')
/** `columns`: names in their order. A row holds a value or null for each; `reasons` says of a hole what became of its runs. */
export type SweepTable = {
  columns: string[]
  rows: Record<string, TableValue>[]
  about: TableColumn[]
  reasons: { row: number; reason: string }[]
}

export type SweepDetail = SweepSummary & {
  /** The file as it was given. */
  text: string
  fresh: boolean
  steps: { name: string; kind: StepKind; factors: string[] }[]
  /** Where others compute it; null in this data folder's own queue. */
  place: SweepPlace | null
  list: SweepCell[]
  table: SweepTable
  /** Where a seed varies: mean, standard deviation and interval of the mean over seeds; else null. */
  seeds: SweepTable | null
}
