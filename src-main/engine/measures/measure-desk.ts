/** A study's side of its measures: starts the process, passes its progress on, and answers once. */
import { type Asked, askProcess } from '#workers/ask-process.ts'
import { processFile, type StartProcess } from '#workers/start-process.ts'
import type { MeasureTask } from '#contract/measures.ts'
import type { FromMeasure, ToMeasure } from './measure-messages.ts'

const ENTRY = processFile('./measure-process', import.meta.url)

export const startMeasures = (
  task: MeasureTask,
  options: {
    environment: Record<string, string>
    onProgress: (progress: { stage: string; done: number; of: number }) => void
    startProcess?: StartProcess
    entry?: string
  },
): Asked<FromMeasure> =>
  askProcess<ToMeasure, FromMeasure>(
    options.entry ?? ENTRY,
    { type: 'measure', task },
    {
      ...options,
      what: 'The measuring process',
    },
  )
