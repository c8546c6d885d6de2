/** Answers what a page asks of the judges: one judgement at a time, in a process of its own. */
import { judgeOptions, type JudgeSide } from '#contract/judge-options.ts'
import type { Emit, Handlers } from '#contract/requests.ts'
import { Refusal } from '#contract/refusal.ts'
import { startJudge, type Judgement } from '#engine/judging/judge-desk.ts'
import type { SideSpec } from '#engine/judging/open-side.ts'
import { judgeTask, sideOf } from '#runs/judge-task.ts'
import type { Surroundings } from '#runs/references.ts'
import type { StartProcess } from '#workers/start-process.ts'
import type { Uploads } from './uploads.ts'

type JudgeRequests = Extract<keyof Handlers, `judges/${string}`>
type Rooms = {
  from: Surroundings
  uploads: Uploads
  environment: () => Record<string, string>
  emit: Emit
  startProcess?: StartProcess
}

export function judgeHandlers({ from, uploads, environment, emit, startProcess }: Rooms): {
  handlers: Pick<Handlers, JudgeRequests>
  close(): void
} {
  let running: Judgement | null = null

  const side = ({ word, upload }: JudgeSide, field: string): SideSpec =>
    upload === undefined ? sideOf(word!, field, from) : { kind: 'path', path: uploads.pathOf(upload) }

  return {
    handlers: {
      async 'judges/judge'({ samples, reference, options }) {
        if (running) throw new Refusal('Another judgement runs. Wait for it, or cancel it.', { code: 'conflict' })
        const task = judgeTask(side(samples, 'samples'), side(reference, 'reference'), judgeOptions.parse(options ?? {}), from) // prettier-ignore
        running = startJudge(task, {
          environment: environment(),
          startProcess,
          onProgress: (progress) => emit('judges/progress', progress),
        })
        try {
          const answer = await running.answer
          return { verdict: answer.type === 'verdict' ? answer.verdict : null }
        } catch (error) {
          const sent = [samples, reference].flatMap(({ upload }) => upload ?? [])
          throw sent.reduce((said: unknown, upload) => uploads.errorForPage(upload, said), error)
        } finally {
          running = null
        }
      },
      'judges/cancel': () => {
        running?.cancel()
        return { cancelled: running !== null }
      },
    },
    close: () => running?.cancel(),
  }
}
