/** Carries dispatch and events over WebSockets on loopback: the browser door. Frames: `#contract/frames.ts`. */
import type { IncomingMessage, Server } from 'node:http'
import { WebSocketServer, type WebSocket } from 'ws'
import { SUBPROTOCOL, TOKEN_PROTOCOL, type Call, type FromPage, type ToPage } from '#contract/carried.ts'
import { putBytesBack, takeBytesOut, type Path } from '#contract/frames.ts'
import type { Reply } from '#contract/requests.ts'
import type { Dispatch } from './dispatch.ts'
import type { EventRing } from './event-ring.ts'
import { socketAllowed } from './request-allowed.ts'

const BATCH_MS = 50
const PING_MS = 15_000
/** A page this far behind is sent nothing more until it has caught up; the ring keeps what it misses. */
const MAX_BUFFERED = 8 * 2 ** 20
/** A list of a million levels is about 20 MB of JSON. */
const MAX_MESSAGE = 32 * 2 ** 20

/** Byte arrays in one call at most. */
const MAX_PARTS = 16

/** `half`: a call that still waits for binary frames of its own. */
type Page = { socket: WebSocket; seen: number | null; alive: boolean; half: HalfCall | null }
type HalfCall = { call: Call; paths: Path[]; bytes: Uint8Array[] }

export type WebSocketCarrier = { pages(): number; close(): void }

export function carryWebSockets(
  server: Server,
  { dispatch, ring, port, token }: { dispatch: Dispatch; ring: EventRing; port: number; token: string },
): WebSocketCarrier {
  const pages = new Set<Page>()
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE, handleProtocols: () => SUBPROTOCOL })

  server.on('upgrade', (request, stream, head) => {
    // From here on the socket is ours, and whoever asked may have gone: a reset must end nothing but itself.
    stream.on('error', () => stream.destroy())
    const { host, origin } = request.headers
    const verdict = socketAllowed({ host, origin, token: offeredToken(request) }, port, token)
    if (verdict.allowed) sockets.handleUpgrade(request, stream, head, welcome)
    else stream.end(`HTTP/1.1 ${verdict.status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
  })

  function welcome(socket: WebSocket) {
    const page: Page = { socket, seen: null, alive: true, half: null }
    pages.add(page)
    socket.on('message', (data, isBinary) => void hear(page, isBinary ? (data as Buffer) : String(data)))
    socket.on('pong', () => (page.alive = true))
    socket.on('close', () => pages.delete(page))
    socket.on('error', () => socket.terminate())
  }

  async function hear(page: Page, data: string | Uint8Array) {
    const message = typeof data === 'string' ? parseMessage(data) : joinedCall(page, data)
    if (message === 'half') return
    page.half = null
    if (!message) {
      send(page, { refused: { code: 'invalid', message: 'A message must be one JSON object: a hello or a call.' } })
    } else if ('hello' in message) {
      const { session, seen } = message.hello
      const missed = session !== null && (session !== ring.session || ring.after(seen) === null)
      page.seen = session === ring.session && !missed ? seen : ring.newest()
      send(page, { welcome: { session: ring.session, seq: page.seen, missed } })
    } else if (message.bytes?.length) {
      page.half = { call: message, paths: message.bytes, bytes: [] }
    } else {
      const reply = await dispatch(message.name, message.input)
      if (!send(page, { id: message.id, reply })) send(page, { id: message.id, reply: UNSENT })
    }
  }

  /** What each page has not been sent yet, unless it is too far behind to take more. */
  function flush() {
    for (const page of pages) {
      if (page.seen === null || page.seen === ring.newest() || page.socket.bufferedAmount > MAX_BUFFERED) continue
      const events = ring.after(page.seen)
      page.seen = ring.newest()
      const missed = { welcome: { session: ring.session, seq: page.seen, missed: true } }
      if (!events || !send(page, { events })) send(page, missed)
    }
  }

  function dropSilent() {
    for (const page of pages) {
      if (!page.alive) page.socket.terminate()
      page.alive = false
      page.socket.ping()
    }
  }

  const timers = [setInterval(flush, BATCH_MS), setInterval(dropSilent, PING_MS)]
  return {
    pages: () => pages.size,
    close() {
      timers.forEach(clearInterval)
      for (const { socket } of pages) socket.close(1001, 'Anneal is closing')
      sockets.close()
    },
  }
}

/** False where no text can hold the message, as one that is longer than a string may be: that must end nothing but itself. */
function send({ socket }: Page, message: ToPage): boolean {
  if (socket.readyState !== socket.OPEN) return true
  try {
    const { frame, bytes } = takeBytesOut(message)
    const parts = [JSON.stringify(frame), ...bytes]
    for (const part of parts) socket.send(part)
    return true
  } catch {
    return false
  }
}

const UNSENT: Reply<never> = {
  ok: false,
  error: { code: 'internal', message: 'The answer is too large to be sent. Ask for less of it.' },
}

/** The call that this frame completes; 'half' while it wants more of them; null where no call waits or the bytes have no place in it. */
function joinedCall({ half }: Page, data: Uint8Array): Call | 'half' | null {
  if (!half) return null
  half.bytes.push(data)
  if (half.bytes.length < half.paths.length) return 'half'
  const { id, name, input } = half.call
  try {
    return putBytesBack({ message: { id, name, input }, bytes: half.paths }, half.bytes) as Call
  } catch {
    return null
  }
}

const own = (object: object, key: string): unknown =>
  Object.hasOwn(object, key) ? (object as Record<string, unknown>)[key] : undefined

/** A hello or a call, or null. Names and inputs are judged by dispatch. */
function parseMessage(text: string): FromPage | null {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return null
  }
  if (typeof value !== 'object' || value === null) return null
  const hello = own(value, 'hello')
  if (typeof hello === 'object' && hello !== null) {
    const [session, seen] = [own(hello, 'session'), own(hello, 'seen')]
    const known = typeof session === 'string' && Number.isSafeInteger(seen)
    return { hello: known ? { session, seen: seen as number } : { session: null, seen: 0 } }
  }
  const [id, name] = [own(value, 'id'), own(value, 'name')]
  if (!Number.isSafeInteger(id) || typeof name !== 'string') return null
  const bytes = own(value, 'bytes')
  if (bytes !== undefined && !isPaths(bytes)) return null
  return { id: id as number, name, input: own(value, 'input'), bytes }
}

/** Into the input alone: what a call is named and numbered is no bytes. */
const isPaths = (value: unknown): value is Path[] =>
  Array.isArray(value) &&
  value.length <= MAX_PARTS &&
  value.every(
    (path) =>
      Array.isArray(path) && path[0] === 'input' && path.every((key) => ['string', 'number'].includes(typeof key)),
  )

function offeredToken(request: IncomingMessage): string | undefined {
  const offered = String(request.headers['sec-websocket-protocol'] ?? '').split(/\s*,\s*/)
  return offered.find((word) => word.startsWith(TOKEN_PROTOCOL))?.slice(TOKEN_PROTOCOL.length)
}
