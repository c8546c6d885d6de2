import { mkdtempSync, rmSync, writeFileSync, mkdirSync } from 'node:fs'
import { request } from 'node:http'
import { createConnection } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { SUBPROTOCOL, TOKEN_PROTOCOL } from '#contract/carried.ts'
import { openBrowserDoor, type BrowserDoor } from './browser-door.ts'
import { createDispatch } from './dispatch.ts'
import { createEventRing, type EventRing } from './event-ring.ts'

const token = 't'.repeat(43)
let door: BrowserDoor
let ring: EventRing
let folder: string
const sockets: WebSocket[] = []

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'anneal-page-'))
  mkdirSync(join(folder, 'page', 'assets'), { recursive: true })
  writeFileSync(join(folder, 'page', 'index.html'), '<!doctype html>page')
  writeFileSync(join(folder, 'page', 'assets', 'a.js'), 'export {}')
  writeFileSync(join(folder, 'secret.js'), 'secret')
  ring = createEventRing(4)
  const dispatch = createDispatch(
    {
      'runs/file': () => Uint8Array.of(1, 2, 3),
      'uploads/write': ({ bytes }) => ({ size: bytes.length }),
      'runs/queue': () => ({ order: [1n] as never }),
    },
    () => {},
  )
  door = await openBrowserDoor({ dispatch, ring, pageFolder: join(folder, 'page'), token })
})
afterEach(async () => {
  sockets.splice(0).forEach((socket) => socket.terminate())
  await door.close()
  rmSync(folder, { recursive: true })
})

/** As typed on the wire: no client may tidy the path. */
const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  new Promise<{ status: number; body: string; headers: NodeJS.Dict<string | string[]> }>((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port: door.port, path, method, headers }, (response) => {
      let body = ''
      response.on('data', (part) => (body += part))
      response.on('end', () => resolve({ status: response.statusCode!, body, headers: response.headers }))
    })
    asked.on('error', reject).end()
  })

/** A page's socket: every message that came, text parsed, bytes as they are. */
function connect(change: { token?: string; origin?: string; host?: string } = {}) {
  const protocols = [SUBPROTOCOL, TOKEN_PROTOCOL + (change.token ?? token)]
  const socket = new WebSocket(`ws://127.0.0.1:${door.port}/`, protocols, {
    origin: change.origin ?? `http://127.0.0.1:${door.port}`,
    headers: change.host ? { host: change.host } : {},
  })
  sockets.push(socket)
  const heard: unknown[] = []
  const waiting: (() => void)[] = []
  socket.on('message', (data, isBinary) => {
    heard.push(isBinary ? new Uint8Array(data as Buffer) : JSON.parse(String(data)).message)
    waiting.splice(0).forEach((go) => go())
  })
  const until = async (count: number) => {
    while (heard.length < count) await new Promise<void>((resolve) => waiting.push(resolve))
    return heard
  }
  const opened = new Promise<string>((resolve) => {
    socket.on('open', () => resolve('open'))
    socket.on('unexpected-response', (_, response) => resolve(String(response.statusCode)))
    socket.on('error', () => resolve('error'))
  })
  const say = (message: unknown) => socket.send(typeof message === 'string' ? message : JSON.stringify(message))
  return { socket, heard, until, opened, say }
}

it('serves the page with its policy, and nothing outside its folder however the path is written', async () => {
  const page = await get('/')
  expect(page).toMatchObject({ status: 200, body: '<!doctype html>page' })
  expect(page.headers['content-security-policy']).toContain("default-src 'none'")
  expect(page.headers['content-security-policy']).not.toContain('unsafe')
  expect((await get('/assets/a.js?x=1')).headers['content-type']).toContain('javascript')
  for (const path of [
    '/../secret.js',
    '/..%2fsecret.js',
    '/%2e%2e/secret.js',
    '//secret.js',
    '/assets/../../secret.js',
    '/assets\\..\\..\\secret.js',
    '/nothing',
    '/assets',
    '/__proto__',
  ])
    expect(await get(path)).toMatchObject({ status: 404, body: 'No such file' })
  expect((await get('/', {}, 'POST')).status).toBe(405)
  expect((await get('/', { host: 'evil.example' })).status).toBe(421)
  expect((await get('/', { origin: 'http://evil.example' })).status).toBe(403)
})

it('opens its socket only with the token, from its own page, under its own name', async () => {
  expect(await connect().opened).toBe('open')
  expect(await connect({ token: 'wrong' }).opened).toBe('403')
  expect(await connect({ origin: 'http://evil.example' }).opened).toBe('403')
  expect(await connect({ host: `evil.example:${door.port}` }).opened).toBe('421')
})

it('answers calls, bytes in frames of their own', async () => {
  const page = connect()
  await page.opened
  page.say({ id: 7, name: 'runs/file', input: { id: 'a', path: 'b.png' } })
  page.say({ id: 8, name: 'runs/list', input: {} })
  const heard = await page.until(3)
  const file = heard.findIndex((message) => (message as { id?: number }).id === 7)
  expect(heard[file]).toEqual({ id: 7, reply: { ok: true, value: null } })
  expect(heard[file + 1]).toEqual(Uint8Array.of(1, 2, 3))
  expect(heard).toContainEqual({ id: 8, reply: { ok: false, error: expect.objectContaining({ code: 'unsupported' }) } })
})

const UPLOAD = {
  id: 9,
  name: 'uploads/write',
  input: { upload: '6b5dbd4e-6f0e-4a51-9d0c-0b9f1d1d4a11', path: 'a.npy', from: 0, bytes: null },
}

it('takes calls with bytes in frames of their own', async () => {
  const page = connect()
  await page.opened
  page.say({ ...UPLOAD, bytes: [['input', 'bytes']] })
  page.socket.send(Uint8Array.of(5, 6, 7))
  expect(await page.until(1)).toEqual([{ id: 9, reply: { ok: true, value: { size: 3 } } }])
})

it.each([
  ['no call before them', null],
  ['a place that the input has not', [['input', 'nowhere']]],
  ['a place outside the input', [['id']]],
  ['a place in a prototype', [['input', '__proto__', 'x']]],
  ['more places than are allowed', Array.from({ length: 17 }, () => ['input', 'bytes'])],
])('refuses bytes with %s, and goes on', async (_, places) => {
  const page = connect()
  await page.opened
  if (places) page.say({ ...UPLOAD, bytes: places })
  page.socket.send(Uint8Array.of(5))
  const heard = await page.until(1)
  expect(heard.every((message) => Object.hasOwn(message as object, 'refused'))).toBe(true)
  page.say({ id: 7, name: 'runs/list', input: {} })
  await expect.poll(() => heard).toContainEqual({ id: 7, reply: expect.objectContaining({ ok: false }) })
})

it('sends events in batches, and what was missed to a page that comes again', async () => {
  const first = connect()
  await first.opened
  first.say({ hello: { session: null, seen: 0 } })
  const [welcome] = (await first.until(1)) as { welcome: { session: string; seq: number } }[]
  ring.emit('runs/queue', { order: ['a'] })
  ring.emit('runs/queue', { order: ['b'] })
  expect((await first.until(2))[1]).toEqual({
    events: [
      [1, 'runs/queue', { order: ['a'] }],
      [2, 'runs/queue', { order: ['b'] }],
    ],
  })
  first.socket.terminate()
  ring.emit('runs/queue', { order: ['c'] })

  const again = connect()
  await again.opened
  again.say({ hello: { session: welcome.welcome.session, seen: 2 } })
  const heard = await again.until(2)
  expect(heard[0]).toMatchObject({ welcome: { missed: false, seq: 2 } })
  expect(heard[1]).toEqual({ events: [[3, 'runs/queue', { order: ['c'] }]] })
})

it('tells a page that was away for too long, or knew another process, to ask again', async () => {
  for (let i = 0; i < 20; i++) ring.emit('runs/queue', { order: [] })
  for (const hello of [
    { session: ring.session, seen: 1 },
    { session: 'of another process', seen: 20 },
    { session: ring.session, seen: 99 },
  ]) {
    const page = connect()
    await page.opened
    page.say({ hello })
    expect((await page.until(1))[0]).toMatchObject({ welcome: { missed: true, seq: 20 } })
  }
})

it.each(['', '{', '3', 'null', '[]', '{"id":"x","name":"runs/list"}', '{"id":1}', '{"__proto__":{"hello":{}}}'])(
  'survives %j and says that it was no message',
  async (text) => {
    const page = connect()
    await page.opened
    page.say(text)
    expect((await page.until(1))[0]).toMatchObject({ refused: { code: 'invalid' } })
  },
)

it('answers, and lives on, where an answer or an event is what no text can hold', async () => {
  const page = connect()
  await page.opened
  page.say({ hello: { session: null, seen: 0 } })
  await page.until(1)
  ring.emit('runs/queue', { order: [1n] as never })
  expect((await page.until(2))[1]).toMatchObject({ welcome: { missed: true } })
  page.say({ id: 1, name: 'runs/queue', input: {} })
  expect((await page.until(3))[2]).toMatchObject({ id: 1, reply: { ok: false, error: { code: 'internal' } } })
  page.say({ id: 2, name: 'runs/file', input: { id: 'a', path: 'b' } })
  expect((await page.until(4))[3]).toMatchObject({ id: 2, reply: { ok: true } })
})

it('lives on when whoever asks without a token goes before the answer', async () => {
  const upgrade = 'GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'
  for (let i = 0; i < 100; i++) {
    await new Promise<void>((gone) => {
      const socket = createConnection(door.port, '127.0.0.1', () => {
        socket.write(upgrade)
        socket.resetAndDestroy()
      })
      socket.on('error', () => {})
      socket.on('close', () => gone())
    })
  }
  expect((await get('/')).status).toBe(200)
})
