/**
 * Works the queue of a data folder, one run at a time. One process owns the queue; others write `queued`, `cancelling` and
 * places in the queue into the same history, where the owner sees them. When the owner is gone, the next one takes over.
 */
import { messageOf, Refusal, type RefusalCode } from '#contract/refusal.ts'
import type { RunRecord } from '#contract/run.ts'
import { takeLock, type ExclusiveLock } from '#files/exclusive-lock.ts'
import { isHeld, writeRefusal } from '#files/write-whole.ts'
import type { Surroundings } from './references.ts'
import type { RunEvents } from './run-events.ts'
import { after, startWork, type Work, type WorkOptions } from './run-work.ts'

export type QueueOptions = WorkOptions & {
  /** Whether this process works on the run; not on those another process waits for, on the command line. */
  takes: (run: RunRecord) => boolean
  /** That the run starts or has ended could not be written. Said once; tried again at every look until it can be. */
  onUnwritten: (id: string, error: unknown) => void
}
export type RunQueue = ReturnType<typeof openRunQueue>

/** How long the end of the program waits for a history that another one holds. */
const CLOSING_MILLISECONDS = 3000
const RESTARTED = 'The program ended while it ran. Resume it to go on from its last checkpoint.'
const CLOSED = 'The program was closed while it ran. Resume it to go on from its last checkpoint.'
/** A full disk and a history that another program holds refuse every run alike; what else is refused is wrong with one. */
const OF_ALL_RUNS: ReadonlySet<RefusalCode> = new Set(['no-space', 'conflict'])
const HALF_STARTED = 'Its start could not be written whole, as on a full disk. Resume it to go on.'

export function openRunQueue(from: Surroundings, events: RunEvents, options: QueueOptions) {
  const { history } = from
  let lock: ExclusiveLock | null = null
  /** Why the queue cannot be had, where no process could have it. */
  let refusal: Refusal | null = null
  let current: Work | null = null
  let closing = false
  /** Runs without an engine whose end is not written yet: they must not stay `running`. */
  const ends = new Map<string, { event: 'crash' | 'restart'; reason: string }>()
  /** By run, what kept its start or end from being written, as a full disk does. */
  const unwritten = new Map<string, unknown>()

  function keep(id: string, error: unknown): void {
    const said = unwritten.has(id)
    unwritten.set(id, error)
    // A program that holds the history lets go of it again: that is no news, and no reason to wait no longer.
    if (!said && !isHeld(error)) options.onUnwritten(id, error)
  }

  /** Writes to the history of a run; null where that was refused. */
  function attempt<T>(id: string, write: () => T): T | null {
    try {
      const written = history.briefly(write)
      unwritten.delete(id)
      return written
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      keep(id, error)
      return null
    }
  }

  /** Takes the queue, if nobody has it. What the owner before us left open has no engine any more. */
  function own(): boolean {
    if (lock) return true
    try {
      lock = takeLock(history.home.queueLock)
      refusal = null
    } catch (error) {
      // Where nothing may be written there is no queue to work, and all can be looked at.
      const refused = writeRefusal(error, history.home.queueLock)
      if (!(refused instanceof Refusal)) throw error
      refusal = refused
    }
    if (!lock) return false
    try {
      for (const { id } of history.read.open()) ends.set(id, { event: 'restart', reason: RESTARTED })
      writeEnds()
    } catch (error) {
      lock.release()
      lock = null
      throw error
    }
    return true
  }

  /** What an owner that died left open is closed, without keeping the queue: a dead run is never called running. */
  function settle(): void {
    if (lock === null && history.read.open().length > 0 && own()) letGo()
  }

  function letGo(): void {
    lock?.release()
    lock = null
  }

  function writeEnds(): void {
    for (const [id, { event, reason }] of ends) {
      attempt(id, () => {
        history.update(id, (run) => (isAtWork(run) && !run.elsewhere ? after(run, event, reason) : null))
        // An owner that died, or a full disk, may have left more in the folder than the index knows.
        history.reindex(id)
        ends.delete(id)
        events.emit('runs/changed', history.read.need(id))
      })
    }
  }

  /** Starts the next run, if there is one and no other is at work. Safe to call at any time. */
  function pump(): void {
    if (!lock || closing) return
    writeEnds()
    if (current) return
    const waiting = history.read.queue().filter((run) => options.takes(run) && !ends.has(run.id))
    // What was to start before may have been cancelled meanwhile.
    for (const id of unwritten.keys()) if (!ends.has(id) && !waiting.some((run) => run.id === id)) unwritten.delete(id)
    for (const { id } of waiting) {
      const work = attempt(id, () => startWork(id, from, events, options))
      if (work) return follow(work)
      const refusal = unwritten.get(id)
      // Its file knows more than the index: another process has just cancelled it, or its start was written by half.
      if (refusal === undefined) ends.set(id, { event: 'crash', reason: HALF_STARTED })
      else if (refusal instanceof Refusal && OF_ALL_RUNS.has(refusal.code)) return
    }
  }

  function follow(work: Work): void {
    current = work
    work.done
      .catch((error: unknown) => {
        ends.set(work.id, { event: 'crash', reason: messageOf(error) })
        keep(work.id, error)
      })
      .finally(() => {
        current = null
        pump()
      })
  }

  return {
    own,
    settle,
    pump,
    owner: () => lock !== null,
    refusal: () => refusal,
    current: () => current,
    /** By run, what keeps its start or end from being written. */
    unwritten: (): ReadonlyMap<string, unknown> => unwritten,
    /** Another process may have asked for the end of the run at work here. */
    heed(): void {
      if (current && history.read.find(current.id)?.state === 'cancelling') current.cancel()
    },
    /** The run at work is stopped at the end of its step and left to be resumed. */
    async close(): Promise<void> {
      closing = true
      if (current) {
        const { id, done, cancel, giveUp } = current
        cancel()
        const timer = setTimeout(giveUp, CLOSING_MILLISECONDS)
        await done.catch(() => {})
        clearTimeout(timer)
        attempt(id, () =>
          history.update(id, (run) => (run.state === 'interrupted' ? { reason: run.reason ?? CLOSED } : null)),
        )
      }
      letGo()
    },
  }
}

const isAtWork = ({ state }: Pick<RunRecord, 'state'>): boolean => state === 'running' || state === 'cancelling'
