import { expect, it } from 'vitest'
import { paddedRange, pixelOf, ticksOf, valueAt, type Axis } from './axis.ts'

const log: Axis = { log: true, low: 0.01, high: 100, from: 400, to: 0 }
const linear: Axis = { log: false, low: 0, high: 17, from: 50, to: 700 }

it('goes from values to pixels and back', () => {
  for (const [axis, values] of [
    [log, [0.01, 0.3, 100]],
    [linear, [0, 3.3, 17]],
  ] as const)
    for (const value of values) expect(valueAt(axis, pixelOf(axis, value))).toBeCloseTo(value, 9)
  expect(pixelOf(log, 1)).toBeCloseTo(200, 9)
})

it('marks powers of ten, and 2 and 5 between them where there is room', () => {
  expect(ticksOf(log, 40).map(({ label }) => label)).toEqual(['0.01', '0.1', '1', '10', '100'])
  expect(ticksOf({ ...log, low: 0.1, high: 10 }, 40).map(({ label }) => label)).toContain('0.5')
  expect(ticksOf({ ...log, low: 1e-12, high: 1e12 }, 40).length).toBeLessThan(14)
})

it('marks round numbers on a linear axis, and on a logarithmic one of less than a power', () => {
  expect(ticksOf(linear, 80).map(({ value }) => value)).toEqual([0, 5, 10, 15])
  expect(ticksOf({ ...log, low: 1, high: 1.2 }, 40).length).toBeGreaterThan(3)
})

it('leaves room at both ends, without reaching 0 on a logarithmic axis', () => {
  const [low, high] = paddedRange(0.01, 50, true)
  expect(low).toBeGreaterThan(0)
  expect(low).toBeLessThan(0.01)
  expect(high).toBeGreaterThan(50)
  expect(paddedRange(3, 3, false)[1]).toBeGreaterThan(3)
})
