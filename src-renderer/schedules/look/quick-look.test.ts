import { beforeEach, expect, it } from 'vitest'
import type { Api, EventName, Events, Reply } from '#contract/requests.ts'
import { QuickLook } from './quick-look.svelte.ts'

/** Main, as the page sees it: calls are recorded and answered by `answer`. */
function fakeMain() {
  const listeners = new Map<string, (event: unknown) => void>()
  const calls: { name: string; input: Record<string, unknown> }[] = []
  const main = {
    calls,
    answer: { ok: true, value: { lookId: 'x', nfe: 35 } } as Reply<unknown>,
    emit: <N extends EventName>(name: N, event: Events[N]) => listeners.get(name)?.(event),
    request: async (name: string, input: unknown) => {
      calls.push({ name, input: input as Record<string, unknown> })
      return main.answer
    },
    subscribe: (name: string, listener: (event: unknown) => void) => {
      listeners.set(name, listener)
      return () => {}
    },
  }
  return main
}

let main: ReturnType<typeof fakeMain>
let look: QuickLook
const schedule = { family: 'karras' as const, levels: 18, sigma_max: 50, sigma_min: 0.01 }
const start = () => look.start(schedule, { title: 'karras', curve: 'karras · 18 levels', slot: 0 })
const picture = (step: number) => ({
  lookId: look.current!.lookId,
  step,
  steps: 18,
  sigma: 1,
  png: new Uint8Array(3),
  columns: 8,
  rows: 8,
  gap: 2,
})
const counts = (counts: number[], notFinite = 0) => ({
  lookId: look.current!.lookId,
  nfe: 35,
  seconds: 2,
  classes: ['0', '1'],
  counts,
  low: [0, 0],
  high: [1, 1],
  confidence: 0.95,
  drawn: counts.reduce((sum, count) => sum + count, notFinite),
  notFinite,
})
beforeEach(() => {
  main = fakeMain()
  look = new QuickLook(main as unknown as Api)
})

it('sharpens with every picture and is done when all samples are counted', async () => {
  await start()
  expect(look.current).toMatchObject({ state: 'starting', nfe: 35, firstAfter: null })
  main.emit('look/preview', picture(1))
  expect(look.current).toMatchObject({ state: 'running', picture: { step: 1 } })
  expect(look.current!.firstAfter).toBeGreaterThanOrEqual(0)
  main.emit('look/done', counts([20, 12]))
  expect(look.current!.state).toBe('running')
  main.emit('look/done', counts([40, 24]))
  expect(look.current!.state).toBe('done')
  expect(look.busy).toBe(false)
})

it('is done when the samples that have no class, being not finite, are counted too', async () => {
  await start()
  main.emit('look/preview', picture(18))
  main.emit('look/done', counts([0, 0], 32))
  expect(look.current!.state).toBe('running')
  main.emit('look/done', counts([1, 0], 63))
  expect(look.current).toMatchObject({ state: 'done', proportions: { notFinite: 63 } })
})

it('keeps the last look beside the next, on the same noise until another seed is taken', async () => {
  await start()
  main.emit('look/preview', picture(18))
  main.emit('look/done', counts([60, 4]))
  const first = look.current
  await start()
  expect(look.kept).toEqual([first])
  expect(look.isSameNoise(look.current!, first!)).toBe(true)
  expect(main.calls.map(({ input }) => input.seed)).toEqual([0, 0])
  look.seed = 7
  main.emit('look/preview', picture(18))
  main.emit('look/done', counts([60, 4]))
  await start()
  expect(look.isSameNoise(look.current!, first!)).toBe(false)
})

it('is cancelled at once and stays so whatever still comes', async () => {
  await start()
  const cancelled = look.cancel()
  expect(look.current!.state).toBe('cancelled')
  main.emit('look/done', counts([64, 0]))
  expect(look.current!.state).toBe('cancelled')
  await cancelled
  expect(main.calls.map(({ name }) => name)).toEqual(['look/start', 'look/cancel'])
})

it('shows why it could not start, and pays no heed to looks of another page', async () => {
  main.answer = { ok: false, error: { code: 'unsupported', message: 'No engine.' } }
  await start()
  expect(look.current).toMatchObject({ state: 'failed', failure: { message: 'No engine.' } })
  main.emit('look/preview', { ...picture(1), lookId: 'of another page' })
  expect(look.current!.picture).toBe(null)
})

it('samples along several in turn on one noise, and holds no cancelled look against the next', async () => {
  const all = [1, 2, 3].map((slot) => ({ title: `curve ${slot}`, curve: '', slot, draft: `d${slot}`, schedule }))
  await look.startAll(all)
  expect(look.looks.map(({ state }) => state)).toEqual(['starting', 'waiting', 'waiting'])
  const finish = (lookId: string) => main.emit('look/done', { ...counts([40, 24]), lookId })
  for (const { lookId } of look.looks.slice(0, 2)) {
    main.emit('look/preview', { ...picture(18), lookId })
    finish(lookId)
    await Promise.resolve()
  }
  expect(look.looks.map(({ state }) => state)).toEqual(['done', 'done', 'starting'])
  expect(new Set(main.calls.map(({ input }) => input.seed)).size).toBe(1)
  await look.cancel()
  await start()
  expect(look.looks.map(({ title }) => title)).toEqual(['karras', 'curve 1', 'curve 2'])
})

it('begins again after a lost connection, and takes Langevin steps from the advisor until they are typed', async () => {
  look.sampler = 'langevin'
  await start()
  expect(main.calls[0].input.sampler).toMatchObject({ name: 'langevin', inner: 27 })
  look.link(false)
  expect(look.current!.state).toBe('waiting')
  look.link(true)
  await Promise.resolve()
  expect(main.calls.map(({ name }) => name)).toEqual(['look/start', 'look/start'])
  expect(main.calls[1].input.lookId).toBe(main.calls[0].input.lookId)
  look.setTyped('inner', 3)
  await start()
  expect(main.calls.at(-1)!.input.sampler).toMatchObject({ inner: 3 })
  look.setTyped('inner', undefined)
  await start()
  expect(main.calls.at(-1)!.input.sampler).toMatchObject({ inner: 27 })
})
