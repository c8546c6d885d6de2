/** A door's side of a judgement: starts the process, passes its progress on, and answers once. */
import { errorOf } from '#workers/carried-error.ts'
import { cleanEnvironment, forkProcess, processFile, type StartProcess } from '#workers/start-process.ts'
import type { FromJudge, ToJudge } from './judge-messages.ts'
import type { JudgeProgress } from '#contract/judge-options.ts'
import type { JudgeTask } from './judge-sides.ts'

const ENTRY = processFile('./judge-process', import.meta.url)
/** How long it may take to stop after a cancel. */
const GRACE_SECONDS = 10
const OUTPUT_KEPT = 2000

export type Judgement = {
  /** 'stopped' after a cancel; what was computed until then is kept. */
  answer: Promise<Extract<FromJudge, { type: 'verdict' | 'saved' | 'stopped' }>>
  cancel(): void
}

export function startJudge(
  task: JudgeTask,
  options: {
    environment: Record<string, string>
    onProgress: (progress: JudgeProgress) => void
    /** Where to write the moments of `task.samples`, instead of a verdict. */
    save?: string
    startProcess?: StartProcess
    entry?: string
  },
): Judgement {
  const { environment, onProgress, save, startProcess = forkProcess, entry = ENTRY } = options
  const child = startProcess<ToJudge, FromJudge>(entry, [], cleanEnvironment(process.env, environment))
  let said = ''
  let grace: NodeJS.Timeout | undefined
  child.onOutput((text) => (said = (said + text).slice(-OUTPUT_KEPT)))
  const answer = new Promise<Awaited<Judgement['answer']>>((resolve, reject) => {
    child.onMessage((message) => {
      if (message.type === 'progress') {
        const { type: _type, ...progress } = message
        onProgress(progress)
      } else if (message.type === 'failed') reject(errorOf(message))
      else resolve(message)
    })
    child.onExit(({ code, signal }) => {
      clearTimeout(grace)
      if (grace !== undefined) resolve({ type: 'stopped' })
      reject(new Error(`The judging process ended (${signal ?? `code ${code}`}) without an answer. ${said.trim()}`))
    })
  })
  child.post({ type: 'judge', task, save })
  return {
    answer,
    cancel() {
      if (grace !== undefined) return
      child.post({ type: 'cancel' })
      grace = setTimeout(() => child.kill(), GRACE_SECONDS * 1000)
    },
  }
}
