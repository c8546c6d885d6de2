/** Carries dispatch and events over Electron's IPC. The parts of Electron it needs are handed in, so that tests need none. */
import type { Dispatch } from './dispatch.ts'
import type { EventRing } from './event-ring.ts'

export const REQUEST_CHANNEL = 'anneal:request'
export const EVENTS_CHANNEL = 'anneal:events'
const BATCH_MS = 50

type Frame = { url: string; parent: unknown } | null
type Ipc = {
  handle(channel: string, answer: (event: { senderFrame: Frame }, name: unknown, input: unknown) => unknown): void
  removeHandler(channel: string): void
}
type Contents = { isDestroyed(): boolean; isCrashed(): boolean; send(channel: string, ...args: unknown[]): void }

/** Answers only the top frame of our own page. Returns how to stop. */
export function carryRequests(ipc: Ipc, dispatch: Dispatch, pageOrigin: string): () => void {
  ipc.handle(REQUEST_CHANNEL, ({ senderFrame }, name, input) => {
    const ours = senderFrame !== null && senderFrame.parent === null && senderFrame.url.startsWith(`${pageOrigin}/`)
    if (!ours) return { ok: false, error: { code: 'invalid', message: 'Only the page of Anneal may ask.' } }
    return dispatch(name, input)
  })
  return () => ipc.removeHandler(REQUEST_CHANNEL)
}

/** Sends events in batches from now on, until stopped or the window is gone. */
export function carryEvents(contents: Contents, ring: EventRing): () => void {
  let seen = ring.newest()
  const timer = setInterval(() => {
    if (contents.isDestroyed()) return clearInterval(timer)
    if (seen === ring.newest()) return
    const events = ring.after(seen)
    seen = ring.newest()
    // A page that has ended asks for everything when it is opened again.
    if (contents.isCrashed()) return
    contents.send(EVENTS_CHANNEL, events)
  }, BATCH_MS)
  return () => clearInterval(timer)
}
