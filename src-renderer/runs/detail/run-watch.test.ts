import { expect, it } from 'vitest'
import type { Api, EventName, Events } from '#contract/requests.ts'
import { EXAMPLE_RUN, type MetricPoint } from '#contract/run.ts'
import { RunWatch } from './run-watch.svelte.ts'

/** Main, as far as a watched run asks it: stored points and a log that grows. */
function fakeMain(stored: MetricPoint[], log: string[]) {
  const listeners = new Map<EventName, ((event: never) => void)[]>()
  const answers: Record<string, (input: never) => unknown> = {
    'runs/get': () => ({
      ...EXAMPLE_RUN,
      files: [{ path: 'previews/step-00000004-sigma-1.5.png', bytes: 1 }],
      results: [],
    }),
    'runs/lineage': () => ({}),
    'runs/metrics': () => stored,
    'runs/log': ({ from }: { from: number }) => ({ text: log.join('').slice(from), next: log.join('').length }),
    'runs/file': () => new Uint8Array([1]),
  }
  const api = {
    request: async (name: string, input: never) => ({ ok: true, value: answers[name](input) }),
    subscribe: (name: EventName, listener: (event: never) => void) => {
      listeners.set(name, [...(listeners.get(name) ?? []), listener])
      return () =>
        listeners.set(
          name,
          (listeners.get(name) ?? []).filter((one) => one !== listener),
        )
    },
  } as unknown as Pick<Api, 'request' | 'subscribe'>
  const emit = <N extends EventName>(name: N, event: Events[N]) =>
    listeners.get(name)?.forEach((one) => one(event as never))
  return { api, emit, listeners }
}
const point = (step: number, value: number | null): MetricPoint => ({ name: 'loss', step, value, at: 0 })
const tick = (id: string, points: MetricPoint[]) => ({
  id,
  step: 0,
  steps: 9,
  secondsPerStep: 1,
  secondsLeft: null,
  points,
})

it('goes on with its series where the history ends, and repeats no step after a resume', async () => {
  const { api, emit } = fakeMain([point(1, 4), point(2, 3)], [])
  const watch = new RunWatch(api, 'a')
  await watch.load()
  emit('runs/tick', tick('other', [point(9, 9)]))
  emit('runs/tick', tick('a', [point(3, null), point(4, 2)]))
  const before = watch.series.get('loss')
  emit('runs/tick', tick('a', [point(4, 1)]))
  expect(watch.series.get('loss')).not.toBe(before)
  expect(watch.series.get('loss')).toEqual([
    { x: 1, y: 4 },
    { x: 2, y: 3 },
    { x: 3, y: NaN },
    { x: 4, y: 1 },
  ])
})

it('reads only the rest of the log, and pictures with the step and sigma that their names carry', async () => {
  const log = ['one\n']
  const { api, emit } = fakeMain([], log)
  const watch = new RunWatch(api, 'a')
  await watch.load()
  log.push('two\n')
  emit('runs/log', { id: 'a', level: 'info', text: 'two', at: 0 })
  await new Promise((resolve) => setTimeout(resolve))
  expect(watch.log).toBe('one\ntwo\n')
  expect(watch.pictures).toMatchObject([{ step: 4, sigma: 1.5 }])
})

it('listens to nothing once it is closed', () => {
  const { api, listeners } = fakeMain([], [])
  new RunWatch(api, 'a').close()
  expect([...listeners.values()].flat()).toEqual([])
})
