/**
 * The last events, numbered. One structure serves batching, back-pressure and replay: each listener keeps the number it has
 * been sent, and asks for what came after.
 */
import { randomUUID } from 'node:crypto'
import type { NumberedEvent } from '#contract/carried.ts'
import type { Emit } from '#contract/requests.ts'

export type EventRing = {
  readonly session: string
  emit: Emit
  /** Number of the newest event; 0 before the first. */
  newest(): number
  /** Events after `seen`, oldest first; null where some of them are already gone. */
  after(seen: number): NumberedEvent[] | null
}

export function createEventRing(capacity = 2000): EventRing {
  const events: NumberedEvent[] = []
  let newest = 0
  return {
    session: randomUUID(),
    emit(name, event) {
      newest += 1
      events.push([newest, name, event])
      // Cut in halves, not one by one: a shift of thousands on every event would cost more than the event.
      if (events.length >= 2 * capacity) events.splice(0, events.length - capacity)
    },
    newest: () => newest,
    after(seen) {
      const missing = newest - seen
      if (missing < 0 || missing > events.length) return null
      return events.slice(events.length - missing)
    },
  }
}
