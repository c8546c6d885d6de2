import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { ToPage } from '#contract/carried.ts'
import type { Link } from './connection.ts'
import { openSocket } from './socket-client.ts'

/** A WebSocket whose other end is the test. */
class FakeSocket extends EventTarget {
  readonly sent: Record<string, unknown>[] = []
  binaryType = 'blob'
  send(text: string) {
    this.sent.push(JSON.parse(text))
  }
  open() {
    this.dispatchEvent(new Event('open'))
  }
  close() {
    this.dispatchEvent(new Event('close'))
  }
  say(message: ToPage, bytes: { path: (string | number)[]; data: Uint8Array }[] = []) {
    const hear = (data: unknown) => this.dispatchEvent(Object.assign(new Event('message'), { data }))
    hear(JSON.stringify({ message, bytes: bytes.map(({ path }) => path) }))
    for (const { data } of bytes) hear(data.slice().buffer)
  }
  welcome(session: string, seq: number, missed = false) {
    this.open()
    this.say({ welcome: { session, seq, missed } })
  }
}

let sockets: FakeSocket[]
const newest = () => sockets[sockets.length - 1]
const create = () => {
  sockets.push(new FakeSocket())
  return newest() as unknown as WebSocket
}
function connection() {
  const api = openSocket({ address: 'ws://x/', token: 't', create })
  const links: Link[] = []
  api.onLink((link) => links.push(link))
  return { api, links }
}
beforeEach(() => {
  sockets = []
  vi.useFakeTimers()
})
afterEach(() => void vi.useRealTimers())

it('holds calls until it is welcomed, and hands each answer to its call', async () => {
  const { api, links } = connection()
  const [first, second] = [api.request('runs/list', {}), api.request('schedules/list', {})]
  newest().welcome('s', 0)
  expect(
    newest()
      .sent.slice(1)
      .map(({ name }) => name),
  ).toEqual(['runs/list', 'schedules/list'])
  const [one, two] = newest()
    .sent.slice(1)
    .map(({ id }) => id as number)
  newest().say({ id: two, reply: { ok: true, value: [2] } })
  newest().say({ id: one, reply: { ok: false, error: { code: 'x', message: 'no' } } })
  expect(await second).toEqual({ ok: true, value: [2] })
  expect(await first).toEqual({ ok: false, error: { code: 'x', message: 'no' } })
  expect(links).toEqual(['connecting', 'open'])
})

it('puts bytes back into the event that they belong to', () => {
  const { api } = connection()
  const heard = vi.fn()
  api.subscribe('look/preview', heard)
  newest().welcome('s', 0)
  newest().say({ events: [[1, 'look/preview', { png: null, step: 3 }]] }, [
    { path: ['events', 0, 2, 'png'], data: Uint8Array.of(7, 8) },
  ])
  expect(heard).toHaveBeenCalledExactlyOnceWith({ png: Uint8Array.of(7, 8), step: 3 })
})

it('comes back after a loss, says what it saw last, and learns that it missed something for good', async () => {
  const { api, links } = connection()
  const missed = vi.fn()
  api.onMissed(missed)
  newest().welcome('s', 4)
  newest().say({ events: [[5, 'runs/queue', { order: [] }]] })
  const open = api.request('runs/start', { config: { kind: 'compare', runs: ['1'] } })
  newest().close()
  expect(await open).toMatchObject({ ok: false, error: { code: 'disconnected' } })
  expect(await api.request('runs/list', {})).toMatchObject({ ok: false, error: { code: 'disconnected' } })

  vi.advanceTimersByTime(300)
  expect(sockets).toHaveLength(2)
  newest().open()
  expect(newest().sent).toEqual([{ hello: { session: 's', seen: 5 } }])
  newest().say({ welcome: { session: 's2', seq: 0, missed: true } })
  expect(missed).toHaveBeenCalledOnce()
  expect(links).toEqual(['connecting', 'open', 'lost', 'open'])
})

it('says that it was refused, and waits longer from try to try', () => {
  const { links } = connection()
  for (let i = 0; i < 6; i++) {
    newest().close()
    vi.advanceTimersByTime(5000)
  }
  expect(links[1]).toBe('refused')
  expect(sockets).toHaveLength(7)
  newest().close()
  vi.advanceTimersByTime(4000)
  expect(sockets).toHaveLength(7)
})
