/** Measured steps of one family: shipped, or matched in its integral of beta or its log-SNR ends. Pure; one family a question, so that answers come one by one. */
import { measuredSteps, type MeasuredSteps } from '#theory/errors/complexity.ts'
import type { LogSnrEnds } from '#theory/process/match.ts'
import type { ProcessSpec } from '#theory/process/processes.ts'

export const STEPS_TASKS = {
  'steps/measure': (question: {
    spectrum: ArrayLike<number>
    targets: readonly number[]
    process: ProcessSpec
    matchTo?: number
    matchEnds?: LogSnrEnds
  }): MeasuredSteps => {
    const { process, ...asked } = question
    return measuredSteps({ ...asked, processes: [process] })[0]
  },
}
