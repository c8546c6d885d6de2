import { describe, expect, it, vi } from 'vitest'
import { EXAMPLE_IMPORT } from '#contract/import.ts'
import { Refusal } from '#contract/refusal.ts'
import type { Handlers, RequestName } from '#contract/requests.ts'
import { EXAMPLE_CONFIGS } from '#contract/run-config.ts'
import { EXAMPLE_SCHEDULE } from '#contract/schedule.ts'
import { EXAMPLE_SWEEP } from '#contract/sweep.ts'
import { createDispatch } from './dispatch.ts'
import { REQUEST_SCHEMAS } from './request-schemas.ts'

const NAMES = Object.keys(REQUEST_SCHEMAS) as RequestName[]

/** One good input for every request. */
const GOOD: { [N in RequestName]: unknown } = {
  'app/info': {},
  'app/sizes': {},
  'app/verify': {},
  'compute/info': {},
  'compute/add-cuda': { path: '/downloads/cuda.tar.gz' },
  'runs/list': { trashed: true },
  'runs/get': { id: 'r1' },
  'runs/lineage': { id: 'r1' },
  'runs/results': {},
  'runs/settings': { ids: [] },
  'views/list': {},
  'views/keep': { of: 'runs', name: 'best', address: 'sort=fid' },
  'views/remove': { of: 'runs', name: 'best' },
  'runs/queue': {},
  'runs/start': { config: EXAMPLE_CONFIGS.sample, text: 'kind: sample' },
  'runs/remarks': { config: EXAMPLE_CONFIGS.sample },
  'runs/estimate': { config: EXAMPLE_CONFIGS.train },
  'runs/cancel': { id: 'r1' },
  'runs/resume': { id: 'r1' },
  'runs/move': { id: 'r1', before: null },
  'runs/edit': { id: 'r1', tags: ['a'], notes: '' },
  'runs/trash': { ids: ['r1', 'r2'], trashed: true },
  'runs/metrics': { id: 'r1', name: 'loss', points: 500 },
  'runs/log': { id: 'r1', from: 0 },
  'runs/file': { id: 'r1', path: 'samples/grid.png' },
  'runs/report': { ids: ['r1'] },
  'sweeps/plan': { sweep: EXAMPLE_SWEEP, fresh: true },
  'sweeps/start': { sweep: EXAMPLE_SWEEP, text: 'kind: sweep' },
  'sweeps/site': {},
  'sweeps/dry-run': { id: '0001-mine', site: { shared: '/scratch', cpus: 2 } },
  'sweeps/elsewhere': { id: '0001-mine', site: { shared: '/scratch' } },
  'sweeps/list': {},
  'sweeps/get': { id: '0001-mine' },
  'studies/list': {},
  'studies/run': { id: 'ncsn-sigma1', tier: 'toy' },
  'studies/stop': {},
  'studies/report': { id: 'ncsn-sigma1', tier: 'toy' },
  'sweeps/act': { id: '0001-mine', action: 'pause' },
  'schedules/list': {},
  'schedules/get': { id: 's1' },
  'schedules/save': { name: 'mine', spec: EXAMPLE_SCHEDULE, parent: null },
  'figures/print': { drawing: { name: 'svg', attributes: {}, inside: [] }, format: 'svg', title: 'x' },
  'schedules/rename': { id: 's1', name: 'ours' },
  'schedules/remove': { id: 's1' },
  'schedules/restore': { id: 's1' },
  'datasets/list': {},
  'datasets/thumbnails': { id: 'mnist' },
  'datasets/spectrum': { id: 'mnist' },
  'datasets/distances': { id: 'mnist' },
  'datasets/image': { id: 'mnist', index: 7 },
  'datasets/inspect': { path: '/data/images', fields: EXAMPLE_IMPORT },
  'datasets/import': { path: '/data/images' },
  'datasets/proportions': { id: 'mnist', subset: { fractions: { '1': 0.35 } } },
  'datasets/subset': { id: 'mnist', name: 'few ones', subset: { fractions: { '1': 0.35 } } },
  'datasets/remove': { id: 'd1' },
  'datasets/restore': { id: 'd1' },
  'judges/judge': { samples: { word: '12' }, reference: { word: 'mnist:test' }, options: { features: 'classifier' } },
  'judges/cancel': {},
  'models/list': {},
  'models/inspect': { path: '/downloads/net.onnx', card: {} },
  'models/import': { path: '/downloads/net.onnx', card: { parametrisation: 'eps' }, name: 'net', data: 'mnist' },
  'models/cancel': {},
  'models/remove': { reference: 'net' },
  'models/restore': { reference: 'net' },
  'models/ledger': { reference: 'net', n: 64, points: 21 },
  'models/loss': { reference: 'net', data: 'mnist', n: 64, levels: 12 },
  'models/restoration': { network: '3', dataset: { name: 'mnist', split: 'test' }, index: 2, t: 0.5 },
  'models/calibrate': { network: 'net', sampler: { name: 'euler' }, levels: 10, method: 'gits', n: 64 },
  'models/export': { reference: 'net' },
  'uploads/write': {
    upload: '6b5dbd4e-6f0e-4a51-9d0c-0b9f1d1d4a11',
    path: 'cats/1.png',
    from: 0,
    bytes: Uint8Array.of(1, 2),
  },
  'uploads/drop': { upload: '6b5dbd4e-6f0e-4a51-9d0c-0b9f1d1d4a11' },
  'scores/facts': { network: 'net' },
  'look/start': { lookId: 'l1', schedule: EXAMPLE_SCHEDULE, sampler: { name: 'heun' }, n: 64, seed: 0 },
  'look/cancel': { lookId: 'l1' },
}

/** Handlers that count whoever gets through to them. */
function counting() {
  const taken = vi.fn()
  const handlers = Object.fromEntries(NAMES.map((name) => [name, taken])) as unknown as Handlers
  const report = vi.fn()
  return { taken, report, dispatch: createDispatch(handlers, report) }
}

describe('dispatch', () => {
  it.each(NAMES)('hands a good %s to its handler', async (name) => {
    const { dispatch, taken } = counting()
    expect(await dispatch(name, GOOD[name])).toMatchObject({ ok: true })
    expect(taken).toHaveBeenCalledOnce()
  })

  it.each(['toString', '__proto__', 'constructor', 'hasOwnProperty', '', 'runs/listt', null, 3, {}, ['runs/list']])(
    'knows no request %j',
    async (name) => {
      const { dispatch, taken } = counting()
      expect(await dispatch(name, {})).toMatchObject({ ok: false, error: { code: 'invalid' } })
      expect(taken).not.toHaveBeenCalled()
    },
  )

  it('answers a Refusal with its code and field, and hides a bug but reports it', async () => {
    const report = vi.fn()
    const bug = new Error('secret detail')
    const dispatch = createDispatch(
      {
        'runs/get': () => {
          throw new Refusal('There is no run r1.', { code: 'not-found', field: 'id' })
        },
        'runs/cancel': () => Promise.reject(bug),
      },
      report,
    )
    expect(await dispatch('runs/get', GOOD['runs/get'])).toEqual({
      ok: false,
      error: { code: 'not-found', message: 'There is no run r1.', field: 'id' },
    })
    const answer = await dispatch('runs/cancel', GOOD['runs/cancel'])
    expect(answer).toMatchObject({ ok: false, error: { code: 'internal' } })
    expect(JSON.stringify(answer)).not.toContain('secret')
    expect(report).toHaveBeenCalledExactlyOnceWith('runs/cancel', bug)
    expect(await dispatch('runs/list', {})).toMatchObject({ ok: false, error: { code: 'unsupported' } })
  })
})

describe('ten thousand bad messages', () => {
  let state = 12345
  const random = () => (state = (state * 48271) % 2147483647) / 2147483647
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]
  const cyclic: Record<string, unknown> = {}
  cyclic.self = cyclic

  /** Values that are wrong wherever they stand. */
  const WRONG: readonly unknown[] = [
    undefined,
    NaN,
    Infinity,
    -1.5,
    1n,
    Symbol('s'),
    () => 1,
    new Date(NaN),
    new Map(),
    cyclic,
    [[[]]],
    JSON.parse('{"__proto__": {"polluted": true}}'),
    JSON.parse('{"constructor": {"prototype": {"polluted": true}}}'),
    '\0',
    'x'.repeat(200_001),
    '../../etc/passwd',
  ]
  /** Keys that no request has. */
  const KEYS = ['__proto__', 'constructor', 'prototype', 'toString', 'extra', '', 'ID', 'id ']

  /** A good input with one thing made bad: a value replaced, a needed key gone, a key too many. */
  function spoilt(name: RequestName): unknown {
    const good = structuredClone(GOOD[name]) as Record<string, unknown>
    const way = random()
    const keys = Object.keys(good)
    if (way < 0.3 || keys.length === 0) {
      Object.defineProperty(good, pick(KEYS), {
        value: pick(WRONG),
        enumerable: true,
        configurable: true,
        writable: true,
      })
      return good
    }
    if (way < 0.4) return pick([null, undefined, 3, 'text', [], [good], true, NaN, 1n, cyclic])
    const needed = keys.filter((key) => !REQUEST_SCHEMAS[name].safeParse({ ...good, [key]: undefined }).success)
    if (way < 0.55 && needed.length) {
      delete good[pick(needed)]
      return good
    }
    return spoilDeep(good, name)
  }

  /** Replaces one value somewhere below by one that the schema does not take. */
  function spoilDeep(good: Record<string, unknown>, name: RequestName): unknown {
    for (let tries = 0; tries < 50; tries++) {
      const copy = structuredClone(good)
      let holder = copy as Record<string, unknown>
      let key = pick(Object.keys(holder))
      // Not into bytes: one byte is as good as another.
      const isHolder = (value: unknown) => value instanceof Object && !(value instanceof Uint8Array)
      while (random() < 0.6 && isHolder(holder[key]) && Object.keys(holder[key] as object).length) {
        holder = holder[key] as Record<string, unknown>
        key = pick(Object.keys(holder))
      }
      holder[key] = pick(WRONG)
      if (!REQUEST_SCHEMAS[name].safeParse(copy).success) return copy
    }
    return null
  }

  it('are all refused: none accepted, none crashes, no prototype is touched', async () => {
    const { dispatch, taken, report } = counting()
    const codes = new Map<string, number>()
    for (let i = 0; i < 10_000; i++) {
      const named = random() < 0.95
      const name = pick(NAMES)
      const reply = await dispatch(named ? name : pick([...WRONG, ...KEYS]), spoilt(name))
      const code = reply.ok ? 'accepted' : reply.error.code
      codes.set(code, (codes.get(code) ?? 0) + 1)
    }
    expect([...codes]).toEqual([['invalid', 10_000]])
    expect(taken).not.toHaveBeenCalled()
    expect(report).not.toHaveBeenCalled()
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
  })
})
