import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { carryEvents, carryRequests, EVENTS_CHANNEL, REQUEST_CHANNEL } from './electron-carrier.ts'
import { createEventRing } from './event-ring.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

type Answer = (event: { senderFrame: { url: string; parent: unknown } | null }, ...args: unknown[]) => unknown

function fakeIpc() {
  const answers = new Map<string, Answer>()
  return {
    answers,
    handle: (channel: string, answer: Answer) => void answers.set(channel, answer),
    removeHandler: (channel: string) => void answers.delete(channel),
  }
}

it('hands the top frame of our page to dispatch, and nobody else', async () => {
  const ipc = fakeIpc()
  const dispatch = vi.fn(async () => ({ ok: true as const, value: 3 }))
  const stop = carryRequests(ipc, dispatch, 'app://anneal')
  const ask = (senderFrame: Parameters<Answer>[0]['senderFrame']) =>
    ipc.answers.get(REQUEST_CHANNEL)!({ senderFrame }, 'a', 1)

  expect(await ask({ url: 'app://anneal/index.html', parent: null })).toEqual({ ok: true, value: 3 })
  for (const frame of [
    null,
    { url: 'https://evil.example/', parent: null },
    { url: 'app://anneal.evil.example/', parent: null },
    { url: 'app://anneal/index.html', parent: {} },
  ])
    expect(await ask(frame)).toMatchObject({ ok: false, error: { code: 'invalid' } })
  expect(dispatch).toHaveBeenCalledExactlyOnceWith('a', 1)
  stop()
  expect(ipc.answers.size).toBe(0)
})

it('sends events in batches and stops when the window is gone', () => {
  const ring = createEventRing()
  const contents = { gone: false, isDestroyed: () => contents.gone, isCrashed: () => false, send: vi.fn() }
  carryEvents(contents, ring)
  ring.emit('runs/queue', { order: ['a'] })
  ring.emit('runs/queue', { order: ['b'] })
  vi.advanceTimersByTime(60)
  expect(contents.send).toHaveBeenCalledExactlyOnceWith(EVENTS_CHANNEL, [
    [1, 'runs/queue', { order: ['a'] }],
    [2, 'runs/queue', { order: ['b'] }],
  ])
  vi.advanceTimersByTime(500)
  contents.gone = true
  ring.emit('runs/queue', { order: ['c'] })
  vi.advanceTimersByTime(500)
  expect(contents.send).toHaveBeenCalledOnce()
})
