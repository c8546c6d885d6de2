/** Main's side of the process that reads data sets: started when first asked, ended when nobody has asked for a while. */
import { errorOf } from '#workers/carried-error.ts'
import {
  cleanEnvironment,
  forkProcess,
  processFile,
  type ProcessHandle,
  type StartProcess,
} from '#workers/start-process.ts'
import type { DeskAnswer, DeskQuestion, DeskTasks } from './dataset-process.ts'

export type DatasetDesk = {
  ask<N extends keyof DeskTasks>(
    task: N,
    input: DeskTasks[N]['in'],
    onProgress?: (done: number, total: number) => void,
  ): Promise<DeskTasks[N]['out']>
  close(): void
}
type Waiting = {
  question: DeskQuestion
  /** Processes that ended over it. */
  deaths: number
  resolve: (value: never) => void
  reject: (error: unknown) => void
  onProgress?: (done: number, total: number) => void
}

const ENTRY = processFile('./dataset-process', import.meta.url)
/** Long enough to look at a page, short enough that 200 MB of pictures do not stay for good. */
const IDLE_MILLISECONDS = 90_000
/** A question over which this many processes ended is not put to another. */
const DEATHS = 2

export function openDatasetDesk(options: {
  /** The data folder. */
  home: string
  environment: () => Record<string, string>
  startProcess?: StartProcess
}): DatasetDesk {
  const { home, startProcess = forkProcess } = options
  const waiting = new Map<number, Waiting>()
  let child: ProcessHandle<DeskQuestion, DeskAnswer> | null = null
  let idle: NodeJS.Timeout | undefined
  let next = 1
  let closed = false

  function open(): ProcessHandle<DeskQuestion, DeskAnswer> {
    const environment = cleanEnvironment(process.env, options.environment())
    const started = startProcess<DeskQuestion, DeskAnswer>(ENTRY, [home], environment)
    const said: string[] = []
    started.onMessage(hear)
    started.onOutput((text) => said.splice(0, said.length - 4, text))
    started.onExit(() => {
      if (child === started) child = null
      for (const [id, asked] of waiting) {
        if (++asked.deaths < DEATHS && !closed) continue
        waiting.delete(id)
        const last = said.join('').slice(-500)
        asked.reject(
          new Error(`The process that reads data sets ended ${DEATHS} times over this. It said last: ${last}`),
        )
      }
      // Killed by somebody, or by the system for another's memory: whoever waits is answered by a new one.
      if (waiting.size === 0) return
      child ??= open()
      for (const { question } of waiting.values()) child.post(question)
    })
    return started
  }

  function hear(answer: DeskAnswer): void {
    const asked = waiting.get(answer.id)
    if (!asked) return
    if ('progress' in answer) return asked.onProgress?.(answer.progress.done, answer.progress.total)
    waiting.delete(answer.id)
    if (waiting.size === 0) idle = setTimeout(close, IDLE_MILLISECONDS).unref()
    if ('value' in answer) return asked.resolve(answer.value as never)
    asked.reject(errorOf(answer.error))
  }

  function close(): void {
    clearTimeout(idle)
    child?.kill()
    child = null
  }

  return {
    ask: (task, input, onProgress) =>
      new Promise((resolve, reject) => {
        clearTimeout(idle)
        child ??= open()
        const id = next++
        const question = { id, task, input } as DeskQuestion
        waiting.set(id, { question, deaths: 0, resolve, reject, onProgress })
        child.post(question)
      }),
    close() {
      closed = true
      close()
    },
  }
}
