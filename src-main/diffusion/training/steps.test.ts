import { expect, it, vi } from 'vitest'
import { runSteps, type StepTick } from './steps.ts'

it('counts the time of steps, not of the checkpoints and pictures between them', async () => {
  let now = 0
  vi.spyOn(performance, 'now').mockImplementation(() => now)
  const ticks: StepTick[] = []
  const rate = { learningRate: 1, learningRateSchedule: 'constant', warmUp: 0, emaDecay: 0.9 } as const
  await runSteps(
    { ...rate, steps: 6, batchSize: 4, checkpointEvery: 2, from: 0 },
    () => ({ loss: (now += 10), gradientNorm: 1 }),
    {
      tickMilliseconds: 20,
      onTick: (tick) => ticks.push(tick),
      onStep: () => void (now += 300),
      onCheckpoint: () => void (now += 5000),
    },
  )
  vi.restoreAllMocks()
  expect(ticks.map(({ step }) => step)).toEqual([2, 4, 6])
  for (const { seconds, imagesPerSecond } of ticks) {
    expect(seconds).toBeCloseTo(0.02, 12)
    expect(imagesPerSecond).toBeCloseTo(400, 9)
  }
})
