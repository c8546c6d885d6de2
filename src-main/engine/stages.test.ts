import { expect, it } from 'vitest'
import { openStages } from './stages.ts'
import { openRecordingPort } from './testing/recording-port.ts'

it('tells one course of steps, and takes the time left from the pace of the stage in hand', async () => {
  const { port, said } = openRecordingPort()
  let now = 0
  const [first, none, last] = openStages(port, [100, 0, 50], () => now)
  expect(none).toBeTypeOf('function')
  for (const [at, tick, done, of] of [
    [1000, first, 50, 100],
    [2000, first, 100, 100],
    [7000, last, 1, 2],
    [12_000, last, 2, 2],
  ] as const) {
    now = at
    await tick(done, of)
  }
  expect(said.ticks).toEqual([
    { step: 50, steps: 150, secondsPerStep: 0.02, secondsLeft: 2 },
    { step: 100, steps: 150, secondsPerStep: 0.02, secondsLeft: 1 },
    { step: 125, steps: 150, secondsPerStep: 0.2, secondsLeft: 5 },
    { step: 150, steps: 150, secondsPerStep: 0.2, secondsLeft: 0 },
  ])
})

it('throws once a cancel has come', async () => {
  const { port, said, cancel } = openRecordingPort()
  const [tick] = openStages(port, [10])
  await tick(1, 10)
  cancel()
  await expect(tick(2, 10)).rejects.toThrow(/abort/)
  expect(said.ticks).toHaveLength(2)
})
