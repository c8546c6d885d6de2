import { describe, expect, it } from 'vitest'
import { EXAMPLE_RUN, type RunDetail } from '#contract/run.ts'
import { lossSeries, type Trained } from './losses.ts'

const trained = (number: number, batch: number, values: (number | null)[], at: number[]): Trained => ({
  run: {
    ...EXAMPLE_RUN,
    number,
    name: 'unet',
    startedAt: 0,
    config: { kind: 'train', training: { batch_size: batch } },
  } as unknown as RunDetail,
  losses: values.map((value, i) => ({ name: 'loss', step: 10 * (i + 1), value, at: at[i] })),
})
const MINUTE = 60_000
const RUNS = [
  trained(4, 32, [1, 0.5], [MINUTE, 2 * MINUTE]),
  trained(7, 128, [2, null, 1], [MINUTE, 90 * MINUTE, 91 * MINUTE]),
]

describe('losses', () => {
  it('stand over steps, images seen, or the minutes spent training, in which a pause of hours does not count', () => {
    const xs = (axis: 'step' | 'images' | 'time') =>
      lossSeries(RUNS, axis, 0).map(({ points }) => points.map(({ x }) => x))
    expect(xs('step')).toEqual([
      [10, 20],
      [10, 20, 30],
    ])
    expect(xs('images')).toEqual([
      [320, 640],
      [1280, 2560, 3840],
    ])
    expect(xs('time')).toEqual([
      [1, 2],
      [1, 1, 2],
    ])
  })
  it('keep a gap where one was not finite, and are told apart by number and colour', () => {
    const [first, second] = lossSeries(RUNS, 'step', 0)
    expect(second.points.map(({ y }) => y)).toEqual([2, NaN, 1])
    expect([first.label, second.label]).toEqual(['4 unet', '7 unet'])
    expect(first.slot).not.toBe(second.slot)
    // m = (.5 + .25)/(1 - .25) with weight 1/2 over 1 and .5.
    expect(lossSeries(RUNS, 'step', 0.5)[0].points[1].y).toBeCloseTo((0.25 * 1 + 0.5 * 0.5) / 0.75, 12)
  })
})
