/** One run in its engine: what it sends goes into the history and to whoever watches; how it ended becomes its state. */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  startEngine,
  type Engine,
  type EngineEnd,
  type EngineMessage,
  type EngineOptions,
} from '#engine/engine-client.ts'
import { ENGINE_LOCK } from '#engine/engine-lock.ts'
import { Refusal } from '#contract/refusal.ts'
import type { RunRecord } from '#contract/run.ts'
import { writeManifest } from '#files/manifest.ts'
import type { RunChange, RunFile } from '#history/run-folder.ts'
import { isHeld } from '#files/write-whole.ts'
import type { Surroundings } from './references.ts'
import { jobOf } from './resolve-run.ts'
import type { RunEvents } from './run-events.ts'
import { nextState, type RunEventName } from './run-state.ts'

/** An engine that crashes this often in a row before its first tick will not be helped by another try. */
const CRASHES_AT_START = 2

const RETRY_MILLISECONDS = 500

export type Work = {
  readonly id: string
  /** Resolves with the run in its new state; rejects only if even that could not be written. */
  readonly done: Promise<RunRecord>
  cancel(): void
  /** Waits no longer for a history that another program holds: the program is to end. */
  giveUp(): void
}
export type WorkOptions = Omit<EngineOptions, 'onMessage' | 'onOutput'>

/** The change that `event` makes to a run. */
export function after(run: RunFile, event: RunEventName, reason: string | null = null): Partial<RunChange> {
  const state = nextState(run.state, event)
  const now = Date.now()
  if (state === 'queued') return { state, reason: null, endedAt: null }
  if (state === 'running')
    return { state, reason: null, startedAt: run.startedAt ?? now, endedAt: null, starts: run.starts + 1 }
  if (state === 'cancelling') return { state }
  // The clock may have been set back meanwhile: no run lasts less than nothing.
  return { state, reason, endedAt: Math.max(now, run.startedAt ?? 0) }
}

/** Starts a queued run; null if it is none any more. */
export function startWork(id: string, from: Surroundings, events: RunEvents, options: WorkOptions): Work | null {
  const { history } = from
  let resume = false
  const started = history.update(id, (run) => {
    resume = run.starts > 0
    return run.state === 'queued' ? after(run, 'start') : null
  })
  if (!started) return null
  events.emit('runs/changed', started)

  // Full disk, folder gone: the run cannot go on, and says why.
  let fault: unknown = null
  let engine: Engine | null = null
  let ticked = false

  async function work(): Promise<RunRecord> {
    let end: EngineEnd
    try {
      const job = jobOf(history.read.get(id), resume, history.home, from)
      engine = startEngine(job, {
        ...options,
        onOutput: (line) => guarded(() => history.log(id, 'output', line)),
        onMessage: (message) => guarded(() => take(message)),
      })
      function guarded(write: () => void): void {
        if (fault !== null) return
        try {
          write()
        } catch (error) {
          fault = error
          engine?.kill()
        }
      }
      end = await engine.ended
      while (waiting.length > 0 && fault === null && !patience.over) {
        await sleep(RETRY_MILLISECONDS)
        guarded(flush)
      }
      rmSync(join(job.folder, ENGINE_LOCK), { force: true })
      if (fault !== null) throw fault
      if (end.how === 'finished') {
        await patiently(completeSteps)
        await writeManifest(job.folder)
      }
    } catch (error) {
      end = endOf(error)
    }
    const ended = await patiently(() => history.lost(id) ?? close(end))
    events.emit('runs/changed', ended)
    return ended
  }

  /** Kept in memory while another program holds the history, and written in their order once it lets go. */
  const waiting: EngineMessage[] = []
  const patience = { over: false }

  function take(message: EngineMessage): void {
    waiting.push(message)
    flush()
  }

  function flush(): void {
    try {
      for (; waiting.length > 0; waiting.shift()) history.briefly(() => record(waiting[0]))
    } catch (error) {
      if (!isHeld(error)) throw error
    }
  }

  async function patiently<T>(write: () => T): Promise<T> {
    for (;;) {
      try {
        return history.briefly(write)
      } catch (error) {
        if (!isHeld(error) || patience.over) throw error
        await sleep(RETRY_MILLISECONDS)
      }
    }
  }

  function record(message: EngineMessage): void {
    if (message.type === 'tick') {
      const { type: _, ...tick } = message
      history.tick(id, tick)
      ticked = true
      events.emit('runs/tick', { id, ...tick })
    } else if (message.type === 'preview') {
      const { type: _, ...preview } = message
      events.emit('runs/preview', { id, ...preview })
    } else if (message.type === 'log') {
      const { level, text, at } = message
      history.log(id, level, text, at)
      events.emit('runs/log', { id, level, text, at })
    } else if (message.type === 'checkpoint') {
      const { step, file } = message
      history.update(id, () => ({ checkpoint: { step, file } }))
    } else if (message.type === 'environment') history.environment(id, message.environment)
    else history.results(id, message.results)
  }

  /** An engine resumed from its very last checkpoint has no step left to tell of. */
  function completeSteps(): void {
    const { step, steps } = history.read.need(id)
    if (step < steps) history.tick(id, { step: steps, steps, points: [] })
  }

  function close(end: EngineEnd): RunRecord {
    if (end.how === 'failed' && end.stack !== undefined) history.log(id, 'error', end.stack)
    const ended = history.update(id, (run) => {
      const { event, reason } = verdict(end, { starts: run.starts, advanced: ticked || run.checkpoint !== null })
      if (end.how !== 'crashed' || end.killed || ticked) return after(run, event, reason)
      const crashesAtStart = run.crashesAtStart + 1
      if (crashesAtStart < CRASHES_AT_START) return { ...after(run, event, reason), crashesAtStart }
      const kept = `${reason} That was the ${CRASHES_AT_START}nd time before its first step: it is set aside. Its log.txt says more.`
      return { ...after(run, 'fail', kept), crashesAtStart }
    })
    return ended!
  }

  return { id, done: work(), cancel: () => engine?.cancel(), giveUp: () => void (patience.over = true) }
}

/** What went wrong on our side of the process: a Refusal is the user's to mend and no fault of the run; what else is a bug. */
function endOf(error: unknown): EngineEnd {
  if (error instanceof Refusal) return { how: 'crashed', reason: error.message, killed: true }
  const { message, stack } = error instanceof Error ? error : new Error(String(error))
  return { how: 'failed', code: 'internal', message, stack }
}

/** What may be otherwise at the next try: a folder held, a disk not mounted, a machine too busy to record a graph. */
const PASSING = new Set(['conflict', 'not-found', 'unsupported'])

/** What an end means for a run. One that was started before was sound then, and one that has `advanced` can go on from there. */
export function verdict(
  end: EngineEnd,
  run: { starts: number; advanced: boolean },
): { event: RunEventName; reason: string | null } {
  switch (end.how) {
    case 'finished':
      return { event: 'finish', reason: null }
    case 'stopped':
      return { event: 'stopped', reason: end.reason ?? null }
    case 'crashed':
      return { event: 'crash', reason: end.reason }
    case 'silent':
      return { event: run.advanced ? 'crash' : 'fail', reason: end.reason }
    case 'failed': {
      if (end.code === 'internal')
        return { event: 'fail', reason: `Internal error: ${end.message} (log.txt has the details)` }
      const passes = end.code === 'no-space' || (run.starts > 1 && PASSING.has(end.code))
      return { event: passes ? 'crash' : 'fail', reason: end.message }
    }
  }
}
