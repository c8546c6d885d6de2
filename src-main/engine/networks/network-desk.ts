/** A door's side of the process that opens networks: started when first asked, ended when nobody has asked for a while. */
import { Refusal } from '#contract/refusal.ts'
import type { Home } from '#history/home.ts'
import { errorOf } from '#workers/carried-error.ts'
import {
  cleanEnvironment,
  forkProcess,
  processFile,
  type ProcessHandle,
  type StartProcess,
} from '#workers/start-process.ts'
import type { NetworkAnswer, NetworkQuestion } from './network-process.ts'
import type { NetworkTasks } from './network-tasks.ts'

type OnProgress = (progress: { stage: string; done: number; of: number }) => void
export type NetworkDesk = {
  ask<N extends keyof NetworkTasks>(
    task: N,
    input: NetworkTasks[N]['in'],
    onProgress?: OnProgress,
  ): Promise<NetworkTasks[N]['out']>
  /** Ends what is being done; whoever asked for it is refused. False where nothing was. */
  cancel(): boolean
  close(): void
}
type Waiting = { resolve: (value: never) => void; reject: (error: unknown) => void; onProgress?: OnProgress }

const ENTRY = processFile('./network-process', import.meta.url)
const IDLE_MILLISECONDS = 60_000
const OUTPUT_KEPT = 500
/** Seconds without a word after which a graph that runs in circles is ended: opening and asking a large network take minutes. */
const PATIENCE = 900

export function openNetworkDesk(options: {
  home: Pick<Home, 'root' | 'networks'>
  version: string
  environment: () => Record<string, string>
  startProcess?: StartProcess
  entry?: string
  patience?: number
}): NetworkDesk {
  const { home, version, startProcess = forkProcess, entry = ENTRY, patience = PATIENCE } = options
  const waiting = new Map<number, Waiting>()
  let child: ProcessHandle<NetworkQuestion, NetworkAnswer> | null = null
  let idle: NodeJS.Timeout | undefined
  let silent: NodeJS.Timeout | undefined
  let next = 1

  function open(): ProcessHandle<NetworkQuestion, NetworkAnswer> {
    const started = startProcess<NetworkQuestion, NetworkAnswer>(
      entry,
      [home.root, home.networks, version],
      cleanEnvironment(process.env, options.environment()),
    )
    let said = ''
    started.onMessage(hear)
    started.onOutput((text) => (said = (said + text).slice(-OUTPUT_KEPT)))
    started.onExit(({ code, signal }) => {
      if (child !== started) return
      child = null
      refuse(ended(signal ?? `code ${code}`, said.trim()))
    })
    return started
  }
  function refuse(refusal: Refusal): void {
    clearTimeout(silent)
    for (const { reject } of waiting.values()) reject(refusal)
    waiting.clear()
  }
  function listen(): void {
    clearTimeout(silent)
    silent = setTimeout(() => stop(ended(`it gave no sign of life for ${patience} s`, '')), patience * 1000).unref()
  }
  /** Its end is ours, so its exit says nothing more. */
  function stop(refusal: Refusal): void {
    child?.kill()
    child = null
    refuse(refusal)
  }

  function hear(answer: NetworkAnswer): void {
    const asked = waiting.get(answer.id)
    if (!asked) return
    listen()
    if ('progress' in answer) return asked.onProgress?.(answer.progress)
    waiting.delete(answer.id)
    if (waiting.size === 0) {
      clearTimeout(silent)
      idle = setTimeout(close, IDLE_MILLISECONDS).unref()
    }
    if ('value' in answer) return asked.resolve(answer.value as never)
    asked.reject(errorOf(answer.error))
  }

  function close(): void {
    clearTimeout(idle)
    stop(cancelled)
  }

  return {
    ask: (task, input, onProgress) =>
      new Promise((resolve, reject) => {
        clearTimeout(idle)
        child ??= open()
        const id = next++
        waiting.set(id, { resolve, reject, onProgress })
        listen()
        child.post({ id, task, input })
      }),
    cancel() {
      if (waiting.size === 0) return false
      stop(cancelled)
      return true
    },
    close,
  }
}

const cancelled = new Refusal('It was cancelled; nothing was changed.', { field: 'network', code: 'cancelled' })

/** A graph that ends its process, or the system that does for want of memory: nothing else has happened. */
const ended = (how: string, said: string): Refusal =>
  new Refusal(
    `The process that opened the network ended (${how}): its graph is damaged, or needs more memory than there is.${said ? ` It said last: ${said}` : ''} Check the file with onnx.checker, or try a smaller network.`,
    { field: 'network', code: 'damaged' },
  )
