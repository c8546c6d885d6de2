import { expect, it } from 'vitest'
import type { FromEngine } from '#contract/engine.ts'
import type { RunEnvironment } from '#contract/run.ts'
import { openJobPort } from './job-port.ts'
import { ENVIRONMENT } from './testing/test-jobs.ts'

function open() {
  const sent: FromEngine[] = []
  const time = { now: 0 }
  const port = openJobPort(
    (message) => sent.push(message),
    new AbortController().signal,
    () => {},
    () => time.now,
  )
  port.environment({ ...ENVIRONMENT } as unknown as RunEnvironment)
  return {
    port,
    sent,
    time,
    ticks: () => sent.filter(({ type }) => type === 'tick') as Extract<FromEngine, { type: 'tick' }>[],
  }
}

it('sends at most ten ticks a second, and every value in one of them', () => {
  const { port, time, ticks } = open()
  for (let step = 1; step <= 1000; step++) {
    time.now = step * 2
    port.tick({ step, steps: 1000, secondsPerStep: 0.002 }, { loss: step })
  }
  port.flush()
  expect(ticks().length).toBeLessThanOrEqual(21)
  expect(ticks().flatMap(({ points }) => points.map(({ step, value }) => [step, value]))).toEqual(
    Array.from({ length: 1000 }, (_, i) => [i + 1, i + 1]),
  )
  expect(ticks().at(-1)).toMatchObject({ step: 1000, secondsLeft: null })
})

it('sends the last of the previews that come too fast', () => {
  const { port, sent, time } = open()
  for (let step = 1; step <= 50; step++) {
    time.now = step
    port.preview({ step, sigma: 1, png: new Uint8Array(), columns: 1, rows: 1 })
  }
  port.flush()
  expect(sent.flatMap((message) => (message.type === 'preview' ? [message.step] : []))).toEqual([1, 50])
})

it('sends null for what is not finite, and what led to a checkpoint before it', () => {
  const { port, sent } = open()
  port.tick({ step: 1, steps: 9, secondsPerStep: 1 }, { a: NaN, b: -Infinity, c: 1 })
  port.tick({ step: 2, steps: 9, secondsPerStep: 1 }, { c: 2 })
  port.checkpoint(2, 'checkpoints/2')
  expect(sent.map(({ type }) => type)).toEqual(['environment', 'tick', 'tick', 'checkpoint'])
  expect(sent[1]).toMatchObject({
    points: [
      { name: 'a', value: null },
      { name: 'b', value: null },
      { name: 'c', value: 1 },
    ],
  })
})
