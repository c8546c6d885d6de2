/** A door's side of a judgement: starts the process, passes its progress on, and answers once. */
import { type Asked, askProcess } from '#workers/ask-process.ts'
import { processFile, type StartProcess } from '#workers/start-process.ts'
import type { JudgeProgress } from '#contract/judge-options.ts'
import type { FromJudge, ToJudge } from './judge-messages.ts'
import type { JudgeTask } from './judge-sides.ts'

const ENTRY = processFile('./judge-process', import.meta.url)

/** After a cancel, what was computed until then is kept. */
export type Judgement = Asked<FromJudge>

export const startJudge = (
  task: JudgeTask,
  options: {
    environment: Record<string, string>
    onProgress: (progress: JudgeProgress) => void
    /** Where to write the moments of `task.samples`, instead of a verdict. */
    save?: string
    startProcess?: StartProcess
    entry?: string
  },
): Judgement =>
  askProcess<ToJudge, FromJudge>(
    options.entry ?? ENTRY,
    { type: 'judge', task, save: options.save },
    { ...options, what: 'The judging process' },
  )
