/** Main's side of an engine process: starts it, watches it, stops it, and says in one word how it ended. */
import { isChatter } from './chatter.ts'
import type { FromEngine, Job, ToEngine } from '#contract/engine.ts'
import { cleanEnvironment, forkProcess, processFile, type StartProcess } from '#workers/start-process.ts'

export type EngineEnd =
  | { how: 'finished' }
  | { how: 'stopped'; reason?: string }
  /** The job said so itself. */
  | { how: 'failed'; code: string; message: string; field?: string; stack?: string }
  /** It was gone, or silent, without having said anything. `killed`: from outside, so the job need not be at fault. */
  | { how: 'crashed'; reason: string; killed: boolean }
  | { how: 'silent'; reason: string }

/** Messages on the way; the last one, of how it ended, is `ended`. */
export type EngineMessage = Exclude<FromEngine, { type: 'finished' | 'stopped' | 'failed' }>

export type Engine = {
  readonly pid: number | undefined
  readonly ended: Promise<EngineEnd>
  /** Asks it to stop at the end of the step, and kills it when that takes too long. Safe to repeat. */
  cancel(): void
  kill(): void
}

export type EngineOptions = {
  /** What TensorFlow needs to find its library: `engineEnvironment()` of compute/. */
  environment: Record<string, string>
  onMessage: (message: EngineMessage) => void
  /** Lines that libraries print. */
  onOutput?: (line: string) => void
  startProcess?: StartProcess
  entry?: string
  /** Path of a module whose `JOBS` take the place of ours. */
  jobs?: string
  patience?: Partial<Patience>
}

/** Seconds. A step of a large network blocks its process for ten seconds and more, so patience grows with the measured step. */
export type Patience = { start: number; silence: number; silentSteps: number; grace: number; graceSteps: number }
const PATIENCE: Patience = { start: 600, silence: 60, silentSteps: 20, grace: 2, graceSteps: 3 }

const ENTRY = processFile('./engine-process', import.meta.url)
const OUTPUT_KEPT = 20

export function startEngine(job: Job, options: EngineOptions): Engine {
  const patience = { ...PATIENCE, ...options.patience }
  const start = options.startProcess ?? forkProcess
  const engine = start<ToEngine, FromEngine>(
    options.entry ?? ENTRY,
    options.jobs ? [options.jobs] : [],
    cleanEnvironment(process.env, options.environment),
  )

  let last: EngineEnd | null = null
  let secondsPerStep: number | null = null
  let silentFor = 0
  let cancelled = false
  let grace: NodeJS.Timeout | undefined
  const output: string[] = []

  engine.onMessage((message) => {
    silentFor = 0
    if (message.type === 'finished' || message.type === 'stopped') last ??= { how: message.type }
    else if (message.type === 'failed') last ??= { ...message, how: 'failed' }
    else {
      if (message.type === 'tick') secondsPerStep = message.secondsPerStep
      options.onMessage(message)
    }
  })
  engine.onOutput((text) => {
    for (const line of text.split(/\r?\n/).filter((one) => one !== '' && !isChatter(one))) {
      output.push(line)
      if (output.length > OUTPUT_KEPT) output.shift()
      options.onOutput?.(line)
    }
  })

  // Counted in beats of our own, so that a machine that slept for an hour has not been silent for one.
  const beat = 1
  const watch = setInterval(() => {
    silentFor += beat
    const limit =
      secondsPerStep === null ? patience.start : Math.max(patience.silence, patience.silentSteps * secondsPerStep)
    if (silentFor <= limit) return
    last ??= { how: 'silent', reason: `The engine gave no sign of life for ${Math.round(silentFor)} s and was ended.` }
    engine.kill()
  }, beat * 1000)

  const ended = new Promise<EngineEnd>((resolve) => {
    engine.onExit(({ code, signal }) => {
      clearInterval(watch)
      clearTimeout(grace)
      const killed = signal === 'SIGKILL' || signal === 'SIGTERM'
      resolve(last ?? { how: 'crashed', reason: crashReason(code, signal, output), killed })
    })
  })

  engine.post({ type: 'start', job })

  return {
    pid: engine.pid,
    ended,
    cancel() {
      if (cancelled) return
      cancelled = true
      engine.post({ type: 'cancel' })
      const seconds = patience.grace + patience.graceSteps * (secondsPerStep ?? 0)
      grace = setTimeout(() => {
        last ??= {
          how: 'stopped',
          reason: `It did not stop within ${seconds.toFixed(1)} s and was ended; its last checkpoint is whole.`,
        }
        engine.kill()
      }, seconds * 1000)
    },
    kill: () => engine.kill(),
  }
}

/** SIGKILL without our doing is mostly the system short of memory. */
function crashReason(code: number | null, signal: string | null, output: readonly string[]): string {
  const how = signal
    ? `by ${signal}${signal === 'SIGKILL' ? ' (out of memory, or killed from outside)' : ''}`
    : `with code ${code}`
  const said = output.length ? ` It said last: ${output.slice(-5).join(' | ')}` : ''
  return `The engine process ended ${how} before its job was done.${said}`
}
