import { describe, expect, it, vi } from 'vitest'
import type { Api, EventName, Events } from '#contract/requests.ts'
import { EXAMPLE_CONFIGS } from '#contract/run-config.ts'
import { EXAMPLE_RUN, type RunRecord } from '#contract/run.ts'
import { RunList } from './run-list.svelte.ts'

const run = (number: number, change: Partial<RunRecord> = {}): RunRecord => ({
  ...EXAMPLE_RUN,
  id: `id-${number}`,
  number,
  ...change,
})

/** Main with these runs: answers at once, keeps what it was asked, says events when told to. */
function fakeMain(runs: RunRecord[], order: string[] = []) {
  const listeners = new Map<EventName, (event: never) => void>()
  const asked: [string, unknown][] = []
  const answers: Record<
    string,
    (input: { id: string; ids?: string[]; trashed?: boolean; before?: string | null }) => unknown
  > = {
    'runs/list': ({ trashed }) => runs.filter((one) => one.trashed <= (trashed ?? false)),
    'runs/queue': () => ({ order }),
    'runs/results': () => [],
    'runs/settings': () => [],
    'runs/start': () => ({ id: 'id-9' }),
    'runs/get': ({ id }) => ({ ...run(9), id, config: {}, environment: null, results: [], files: [] }),
    'runs/trash': ({ ids }) => ({ done: ids, refused: null }),
    'runs/move': ({ id, before }) => {
      const others = order.filter((other) => other !== id)
      return { order: others.toSpliced(before === null ? others.length : others.indexOf(before!), 0, id) }
    },
  }
  const api = {
    request: async (name: string, input: never) => {
      asked.push([name, input])
      return { ok: true, value: answers[name](input) }
    },
    subscribe: (name: EventName, listener: (event: never) => void) => {
      listeners.set(name, listener)
      return () => {}
    },
  } as unknown as Pick<Api, 'request' | 'subscribe'>
  const emit = <N extends EventName>(name: N, event: Events[N]) => listeners.get(name)!(event as never)
  const notices = { say: vi.fn(), show: vi.fn() }
  return { list: new RunList(api, notices), emit, asked, notices }
}

describe('the list of runs', () => {
  it('has the newest first, the trash apart, and the queue in its order', async () => {
    const runs = [run(1), run(2, { state: 'queued' }), run(3, { trashed: true }), run(4, { state: 'queued' })]
    const { list } = fakeMain(runs, ['id-4', 'id-2'])
    await list.want()
    expect(list.kept.map(({ number }) => number)).toEqual([4, 2, 1])
    expect(list.trashed.map(({ number }) => number)).toEqual([3])
    expect(list.queued.map(({ number }) => number)).toEqual([4, 2])
  })

  it('says which run cannot be written, and stays quiet about none', async () => {
    const { list, emit, notices } = fakeMain([run(1)])
    await list.want()
    emit('runs/unwritten', { id: 'id-1', message: 'The disk is full.' })
    expect(notices.show).toHaveBeenCalledExactlyOnceWith('Run 1: The disk is full.', { tone: 'bad' })
  })

  it('follows events: progress and last values on the way, a word when the state changes', async () => {
    const { list, emit, notices } = fakeMain([run(1, { state: 'running', latest: { loss: 2 }, step: 0 })])
    await list.want()
    const points = [{ name: 'loss', step: 5, value: 0.5, at: 0 }]
    emit('runs/tick', { id: 'id-1', step: 5, steps: 10, secondsPerStep: 0.1, secondsLeft: 0.5, points })
    expect(list.get('id-1')).toMatchObject({ step: 5, steps: 10, latest: { loss: 0.5 } })
    expect(list.ticks.get('id-1')?.secondsLeft).toBe(0.5)
    emit('runs/changed', run(1, { state: 'finished' }))
    expect(list.ticks.size).toBe(0)
    expect(notices.say).toHaveBeenCalledExactlyOnceWith('Run 1, karras, 18 levels, is finished.')
  })

  it('knows a run that it started before the event of it arrives', async () => {
    const { list } = fakeMain([])
    const reply = await list.start(EXAMPLE_CONFIGS.train)
    expect(reply).toMatchObject({ ok: true, value: { number: 9 } })
    expect(list.byNumber(9)).toBeDefined()
  })

  it('moves a queued run by asking to be put before its new neighbour', async () => {
    const queued = [1, 2, 3].map((number) => run(number, { state: 'queued' }))
    const { list, asked } = fakeMain(queued, ['id-1', 'id-2', 'id-3'])
    await list.want()
    await list.move('id-1', 1)
    expect(asked.at(-1)).toEqual(['runs/move', { id: 'id-1', before: 'id-3' }])
    expect(list.order).toEqual(['id-2', 'id-1', 'id-3'])
    await list.move('id-3', 1)
    expect(asked.at(-1)?.[1]).toMatchObject({ id: 'id-1' })
  })

  it('puts runs into the trash with a way back', async () => {
    const { list, asked, notices } = fakeMain([run(1), run(2)])
    await list.want()
    await list.trash(['id-1', 'id-2'])
    const [text, { action }] = notices.show.mock.calls[0] as [string, { action: { run: () => void } }]
    expect(text).toBe('2 runs moved to the trash.')
    action.run()
    await vi.waitFor(() => expect(asked.at(-1)).toEqual(['runs/trash', { ids: ['id-1', 'id-2'], trashed: false }]))
    expect(asked.filter(([name]) => name === 'runs/trash')).toHaveLength(2)
  })
})
