/** Requests and events over a WebSocket: reconnects by itself, is told what it missed, answers failures as values. */
import { SUBPROTOCOL, TOKEN_PROTOCOL, type Call, type Hello, type ToPage } from '#contract/carried.ts'
import type { TextFrame } from '#contract/frames.ts'
import type { Failure, Reply } from '#contract/requests.ts'
import { putBytesBack, takeBytesOut } from '#contract/frames.ts'
import type { Connection, Link } from './connection.ts'

type Listener = (event: never) => void
type Waiting = { frames: (string | Uint8Array<ArrayBuffer>)[]; answer: (reply: Reply<unknown>) => void }

const FIRST_RETRY_MS = 250
const LAST_RETRY_MS = 5000
const LOST: Failure = { code: 'disconnected', message: 'The connection to Anneal was lost before the answer came.' }
const CLOSED: Failure = { code: 'disconnected', message: 'Anneal is not reachable. Is it still running?' }

export function openSocket({
  address,
  token,
  create = (url: string, protocols: string[]) => new WebSocket(url, protocols),
}: {
  address: string
  token: string
  create?: (url: string, protocols: string[]) => WebSocket
}): Connection {
  const listeners = new Map<string, Set<Listener>>()
  const linkListeners = new Set<(link: Link) => void>()
  const missedListeners = new Set<() => void>()
  const waiting = new Map<number, Waiting>()
  let link: Link = 'connecting'
  let last: { session: string | null; seen: number } = { session: null, seen: 0 }
  let nextId = 1
  let retry = FIRST_RETRY_MS
  let welcomed = false
  let socket = open()

  function setLink(now: Link) {
    link = now
    linkListeners.forEach((listener) => listener(now))
  }

  function open(): WebSocket {
    const opening = create(address, [SUBPROTOCOL, TOKEN_PROTOCOL + token])
    const assemble = frameAssembler(hear)
    opening.binaryType = 'arraybuffer'
    opening.addEventListener('open', () => opening.send(JSON.stringify({ hello: last } satisfies Hello)))
    opening.addEventListener('message', ({ data }) => assemble(data as string | ArrayBuffer))
    opening.addEventListener('close', () => {
      const everWelcome = last.session !== null
      const sentBefore = welcomed
      welcomed = false
      // Calls that were never sent wait for the next socket; of the others nobody can say whether they were done.
      if (sentBefore) failAll(LOST)
      else if (!everWelcome) failAll(CLOSED)
      setLink(everWelcome ? 'lost' : 'refused')
      setTimeout(() => (socket = open()), retry)
      retry = Math.min(LAST_RETRY_MS, retry * 2)
    })
    return opening
  }

  function failAll(error: Failure) {
    for (const { answer } of waiting.values()) answer({ ok: false, error })
    waiting.clear()
  }

  function hear(message: ToPage) {
    if ('welcome' in message) {
      last = { session: message.welcome.session, seen: message.welcome.seq }
      if (!welcomed) for (const { frames } of waiting.values()) frames.forEach((frame) => socket.send(frame))
      welcomed = true
      retry = FIRST_RETRY_MS
      setLink('open')
      if (message.welcome.missed) missedListeners.forEach((listener) => listener())
    } else if ('events' in message) {
      for (const [seq, name, event] of message.events) {
        last = { ...last, seen: seq }
        listeners.get(name)?.forEach((listener) => listener(event as never))
      }
    } else if ('reply' in message) {
      waiting.get(message.id)?.answer(message.reply)
      waiting.delete(message.id)
    }
  }

  return {
    request: (name, input) =>
      new Promise((resolve) => {
        const id = nextId++
        const frames = framesOf({ id, name, input })
        waiting.set(id, { frames, answer: resolve as (reply: Reply<unknown>) => void })
        if (welcomed) frames.forEach((frame) => socket.send(frame))
        else if (link === 'lost' || link === 'refused') {
          waiting.delete(id)
          resolve({ ok: false, error: CLOSED })
        }
      }),
    subscribe(name, listener) {
      const those = listeners.get(name) ?? new Set()
      listeners.set(name, those.add(listener as Listener))
      return () => void those.delete(listener as Listener)
    },
    onLink(listener) {
      linkListeners.add(listener)
      listener(link)
      return () => void linkListeners.delete(listener)
    },
    onMissed(listener) {
      missedListeners.add(listener)
      return () => void missedListeners.delete(listener)
    },
  }
}

/** The call as text, then the byte arrays in it, each a frame of its own. */
function framesOf(call: Call): (string | Uint8Array<ArrayBuffer>)[] {
  const { frame, bytes } = takeBytesOut(call)
  const text = bytes.length ? { ...(frame.message as Call), bytes: frame.bytes } : call
  return [JSON.stringify(text), ...(bytes as Uint8Array<ArrayBuffer>[])]
}

/** Holds a text frame back until the binary frames that belong to it have come. */
function frameAssembler(deliver: (message: ToPage) => void) {
  let frame: TextFrame | null = null
  let bytes: Uint8Array[] = []
  return (data: string | ArrayBuffer) => {
    if (typeof data === 'string') {
      frame = JSON.parse(data) as TextFrame
      bytes = []
    } else bytes.push(new Uint8Array(data))
    if (!frame || bytes.length < frame.bytes.length) return
    const whole = putBytesBack(frame, bytes) as ToPage
    frame = null
    deliver(whole)
  }
}
