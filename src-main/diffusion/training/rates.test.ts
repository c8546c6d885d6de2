import { describe, expect, it } from 'vitest'
import { emaDecayAt, learningRateAt } from './rates.ts'

const plan = { learningRate: 0.01, learningRateSchedule: 'cosine' as const, warmUp: 10, steps: 110 }

describe('learningRateAt', () => {
  it('rises linearly to the full rate', () => {
    expect(learningRateAt(plan, 1)).toBeCloseTo(0.001, 12)
    expect(learningRateAt(plan, 10)).toBe(0.01)
  })

  it('falls by half a cosine that has not quite reached 0 at the last step, or stays', () => {
    expect(learningRateAt(plan, 60.5)).toBeCloseTo(0.005, 12)
    const last = learningRateAt(plan, 110)
    expect(last).toBeGreaterThan(0)
    expect(last).toBeLessThan(0.01 * 1e-3)
    expect(learningRateAt({ ...plan, learningRateSchedule: 'constant' }, 110)).toBe(0.01)
  })

  it('needs no warm-up', () => expect(learningRateAt({ ...plan, warmUp: 0 }, 1)).toBeCloseTo(0.01, 5))
})

it('emaDecayAt starts short and ends at the decay asked for', () => {
  expect(emaDecayAt(0.999, 1)).toBeCloseTo(2 / 11, 12)
  expect(emaDecayAt(0.999, 1e6)).toBe(0.999)
})
