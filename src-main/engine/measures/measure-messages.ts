/** The messages between a study and the process that measures its arms. */
import type { MeasureAnswer, MeasureTask } from '#contract/measures.ts'
import type { CarriedError } from '#workers/carried-error.ts'

export type ToMeasure = { type: 'measure'; task: MeasureTask } | { type: 'cancel' }
export type FromMeasure =
  | { type: 'progress'; stage: string; done: number; of: number }
  | { type: 'answer'; answer: MeasureAnswer; seconds: number }
  | { type: 'stopped' }
  | ({ type: 'failed' } & CarriedError)
