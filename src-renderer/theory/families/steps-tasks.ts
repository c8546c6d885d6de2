/** Measured steps of one family: shipped, and matched in its integral of beta. Pure; one family a question, so that answers come one by one. */
import { measuredSteps, type MeasuredSteps } from '#theory/errors/complexity.ts'
import type { ProcessSpec } from '#theory/process/processes.ts'

export const STEPS_TASKS = {
  'steps/measure': (question: {
    spectrum: ArrayLike<number>
    targets: readonly number[]
    process: ProcessSpec
    matchTo?: number
  }): MeasuredSteps => {
    const { process, ...asked } = question
    return measuredSteps({ ...asked, processes: [process] })[0]
  },
}
