/** A door's side of the process that opens networks: started when first asked, ended when nobody has asked for a while. */
import { Refusal, type RefusalCode } from '#contract/refusal.ts'
import type { Home } from '#history/home.ts'
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
  close(): void
}
type Waiting = { resolve: (value: never) => void; reject: (error: unknown) => void; onProgress?: OnProgress }

const ENTRY = processFile('./network-process', import.meta.url)
const IDLE_MILLISECONDS = 60_000
const OUTPUT_KEPT = 500

export function openNetworkDesk(options: {
  home: Pick<Home, 'root' | 'networks'>
  version: string
  environment: () => Record<string, string>
  startProcess?: StartProcess
}): NetworkDesk {
  const { home, version, startProcess = forkProcess } = options
  const waiting = new Map<number, Waiting>()
  let child: ProcessHandle<NetworkQuestion, NetworkAnswer> | null = null
  let idle: NodeJS.Timeout | undefined
  let next = 1

  function open(): ProcessHandle<NetworkQuestion, NetworkAnswer> {
    const started = startProcess<NetworkQuestion, NetworkAnswer>(
      ENTRY,
      [home.root, home.networks, version],
      cleanEnvironment(process.env, options.environment()),
    )
    let said = ''
    started.onMessage(hear)
    started.onOutput((text) => (said = (said + text).slice(-OUTPUT_KEPT)))
    started.onExit(({ code, signal }) => {
      if (child === started) child = null
      for (const { reject } of waiting.values()) reject(ended(signal ?? `code ${code}`, said.trim()))
      waiting.clear()
    })
    return started
  }

  function hear(answer: NetworkAnswer): void {
    const asked = waiting.get(answer.id)
    if (!asked) return
    if ('progress' in answer) return asked.onProgress?.(answer.progress)
    waiting.delete(answer.id)
    if (waiting.size === 0) idle = setTimeout(close, IDLE_MILLISECONDS).unref()
    if ('value' in answer) return asked.resolve(answer.value as never)
    const { message, code, field, stack } = answer.error
    if (code !== null) return asked.reject(new Refusal(message, { code: code as RefusalCode, field }))
    asked.reject(Object.assign(new Error(message), { stack }))
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
        waiting.set(id, { resolve, reject, onProgress })
        child.post({ id, task, input })
      }),
    close,
  }
}

/** A graph that ends its process, or the system that does for want of memory: nothing else has happened. */
const ended = (how: string, said: string): Refusal =>
  new Refusal(
    `The process that opened the network ended (${how}): its graph is damaged, or needs more memory than there is.${said ? ` It said last: ${said}` : ''} Check the file with onnx.checker, or try a smaller network.`,
    { field: 'network', code: 'damaged' },
  )
