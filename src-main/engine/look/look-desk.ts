/** Main's side of quick looks: one warm process, started ahead, started again if it dies. */
import { setPriority } from 'node:os'
import { toCamel } from '#contract/casing.ts'
import type { ModelFile } from '#contract/engine.ts'
import { Refusal } from '#contract/refusal.ts'
import type { BackendInfo, Emit, LookRequest } from '#contract/requests.ts'
import {
  cleanEnvironment,
  forkProcess,
  processFile,
  type ProcessHandle,
  type StartProcess,
} from '#workers/start-process.ts'
import { planLook } from './look.ts'
import type { ScoreFile } from '../scores/open-score.ts'
import type { FromLook, ToLook } from './look-messages.ts'

const ENTRY = processFile('./look-process', import.meta.url)
/** It gives way to a run that computes at the same time. */
const NICENESS = 10

export type LookDesk = {
  start(look: LookRequest): { lookId: string; nfe: number }
  cancel(lookId: string): { cancelled: boolean }
  /** What it computes with, and how fast: measured when first asked. */
  measured(): Promise<BackendInfo>
  close(): void
}

export function openLookDesk(options: {
  resources: string
  /** The data folder, where data sets are. */
  home: string
  /** The network that a look names, or the shipped one. Refuses one that is not there or has no weights. */
  modelOf: (reference: string | undefined) => ModelFile
  environment: () => Record<string, string>
  emit: Emit
  startProcess?: StartProcess
  entry?: string
}): LookDesk {
  const { resources, home, modelOf, environment, emit, startProcess = forkProcess, entry = ENTRY } = options
  let process_: ProcessHandle<ToLook, FromLook> | null = null
  let running: string | null = null
  let unable: string | null = null
  let info: Promise<BackendInfo> | null = null
  let measuring: { resolve(info: BackendInfo): void; reject(error: Refusal): void } | null = null
  let closed = false

  function open(): ProcessHandle<ToLook, FromLook> {
    const handle = startProcess<ToLook, FromLook>(
      entry,
      [resources, home],
      cleanEnvironment(process.env, environment()),
    )
    if (handle.pid !== undefined) lowerPriority(handle.pid)
    handle.onMessage(hear)
    handle.onExit(({ code, signal }) => {
      if (process_ === handle) process_ = null
      forgetMeasurement('The process that measures ended.')
      if (closed || running === null) return
      fail(`The quick look's process ended (${signal ?? code}). Try again; the log of the program says more.`)
    })
    return handle
  }

  function hear(message: FromLook): void {
    if (message.type === 'unable') {
      unable = message.message
      forgetMeasurement(unable)
      if (running !== null) fail(unable)
    }
    if (message.type === 'measured') measuring?.resolve(message.info)
    if (message.type === 'event' && message.event.lookId === running) emit(message.name, message.event as never)
  }
  function forgetMeasurement(why: string): void {
    measuring?.reject(new Refusal(why, { code: 'unsupported' }))
    info = measuring = null
  }
  function fail(message: string): void {
    const lookId = running!
    running = null
    emit('look/failed', { lookId, error: { code: 'unsupported', message } })
  }
  const post = (message: ToLook) => (process_ ??= open()).post(message)

  process_ = open()
  return {
    start(look) {
      const { nfe, levels } = planLook(look)
      const pathOf = ({ corruption }: LookRequest) =>
        corruption ? { path: { corruption: toCamel(corruption), levels } } : {}
      const score: ScoreFile = look.score
        ? { exact: look.score, dataRange: look.schedule.data_range ?? [0, 1], ...pathOf(look) }
        : { model: modelOf(look.network), weights: 'ema' }
      if (unable !== null) throw new Refusal(unable, { code: 'unsupported' })
      // Whoever watches the one before is told; its process is told by the new one.
      if (running !== null && running !== look.lookId) fail('Another quick look took its place.')
      running = look.lookId
      post({ type: 'look', look, score })
      return { lookId: look.lookId, nfe }
    },
    cancel(lookId) {
      if (running !== lookId) return { cancelled: false }
      running = null
      post({ type: 'cancel', lookId })
      return { cancelled: true }
    },
    measured() {
      if (unable !== null) throw new Refusal(unable, { code: 'unsupported' })
      info ??= new Promise((resolve, reject) => {
        measuring = { resolve, reject }
        post({ type: 'measure' })
      })
      return info
    },
    close() {
      closed = true
      process_?.kill()
    },
  }
}

function lowerPriority(pid: number): void {
  try {
    setPriority(pid, NICENESS)
  } catch {
    // Not allowed on every system, and only a courtesy to a run that trains meanwhile.
  }
}
