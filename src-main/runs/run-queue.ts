/**
 * Works the queue of a data folder, one run at a time. One process owns the queue; others write `queued`, `cancelling` and
 * places in the queue into the same history, where the owner sees them. When the owner is gone, the next one takes over.
 */
import { Refusal } from '#contract/refusal.ts'
import type { RunRecord } from '#contract/run.ts'
import { takeLock, type ExclusiveLock } from '#history/exclusive-lock.ts'
import type { Surroundings } from './references.ts'
import type { RunEvents } from './run-events.ts'
import { after, startWork, type Work, type WorkOptions } from './run-work.ts'

export type QueueOptions = WorkOptions & {
  /** Whether this process works on the run; not on those another process waits for, on the command line. */
  takes: (run: RunRecord) => boolean
  /** The run has ended and not even that could be written; its state follows once it can be. */
  onUnwritten: (id: string, error: unknown) => void
}
export type RunQueue = ReturnType<typeof openRunQueue>

const RESTARTED = 'The program ended while it ran. Resume it to go on from its last checkpoint.'
const CLOSED = 'The program was closed while it ran. Resume it to go on from its last checkpoint.'

export function openRunQueue(from: Surroundings, events: RunEvents, options: QueueOptions) {
  const { history } = from
  let lock: ExclusiveLock | null = null
  let current: Work | null = null
  let closing = false
  /** Ends that could not be written, as on a full disk, and why. */
  const unwritten = new Map<string, string>()

  /** What the owner before us left open has no engine any more. */
  function recover(): void {
    for (const { id } of history.read.open()) {
      history.reindex(id)
      const run = history.update(id, (open) => after(open, 'restart', RESTARTED))
      events.emit('runs/changed', run!)
    }
  }

  function own(): boolean {
    if (lock) return true
    lock = takeLock(history.home.queueLock)
    if (lock) recover()
    return lock !== null
  }

  /** Tried again until there is space: a run without an engine must not stay `running`. */
  function writeEnds(): void {
    for (const [id, reason] of unwritten) {
      try {
        const run = history.update(id, (open) => after(open, 'crash', reason))
        unwritten.delete(id)
        events.emit('runs/changed', run!)
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        return
      }
    }
  }

  /** Starts the next run, if there is one and no other is at work. Safe to call at any time. */
  function pump(): void {
    if (!lock || current || closing) return
    writeEnds()
    if (unwritten.size > 0) return
    const next = history.read.queue().find(options.takes)
    if (!next) return
    const work = startWork(next.id, from, events, options)
    // Cancelled by another process in this very moment: the next look finds the next one.
    if (!work) return
    current = work
    work.done
      .catch((error: unknown) => {
        unwritten.set(work.id, error instanceof Error ? error.message : String(error))
        options.onUnwritten(work.id, error)
      })
      .finally(() => {
        current = null
        pump()
      })
  }

  return {
    own,
    pump,
    owner: () => lock !== null,
    current: () => current,
    /** Another process may have asked for the end of the run at work here. */
    heed(): void {
      if (current && history.read.find(current.id)?.state === 'cancelling') current.cancel()
    },
    /** The run at work is stopped at the end of its step and left to be resumed. */
    async close(): Promise<void> {
      closing = true
      if (current) {
        const { id, done, cancel } = current
        cancel()
        await done.catch(() => {})
        history.update(id, (run) => (run.state === 'interrupted' ? { reason: run.reason ?? CLOSED } : null))
      }
      lock?.release()
      lock = null
    },
  }
}
