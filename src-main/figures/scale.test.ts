import { expect, it } from 'vitest'
import { extent, hasPlace, linearWithin, scaleOf } from './scale.ts'
import type { AxisSpec } from './spec.ts'

const linear: AxisSpec = { title: '' }
const log: AxisSpec = { title: '', scale: 'log' }
const near = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 9))

it('places both ends of the data at the ends of the axis, and goes back from pixels to values', () => {
  for (const axis of [linear, log, { title: '', scale: 'symlog', linear: 0.1 } as const]) {
    const { place, valueAt } = scaleOf(axis, [0.01, 50], [100, 0])
    expect([place(0.01), place(50)]).toEqual(near([100, 0]))
    for (const value of [0.01, 0.3, 50]) expect(valueAt(place(value))).toBeCloseTo(value, 9)
  }
  expect(scaleOf(log, [0.01, 1], [0, 2]).place(0.1)).toBeCloseTo(1, 12)
})

it('has no place for what is not finite, nor for 0 and below on a logarithmic axis', () => {
  expect([NaN, Infinity, -Infinity].some((value) => hasPlace(value, linear))).toBe(false)
  expect([0, -1].map((value) => [hasPlace(value, linear), hasPlace(value, log)])).toEqual([
    [true, false],
    [true, false],
  ])
  expect(scaleOf(log, [1, 10], [0, 100]).place(0)).toBeNaN()
})

it('leaves out what has no place, and gives room around a single value', () => {
  expect(extent([NaN, 2, -1, Infinity, 5], linear)).toEqual([-1, 5])
  expect(extent([0, -3, 0.5, 8], log)).toEqual([0.5, 8])
  expect(extent([4], linear)).toEqual([2, 6])
  expect(extent([0], linear)).toEqual([-1, 1])
  expect(extent([0, 10], { ...linear, room: 0.1 })).toEqual([-1, 11])
  expect(extent([1, 100], { ...log, room: 0.5 })).toEqual(near([0.1, 1000]))
  expect(extent([], log)).toEqual([0.1, 1])
  expect(extent([3], { ...linear, include: [0] })).toEqual([0, 3])
  expect(extent([10], { ...linear, include: [0], room: 0.1 })).toEqual([0, 11])
  expect(extent([7], { ...linear, domain: [0, 1] })).toEqual([0, 1])
  expect(extent([], { title: '', scale: 'category', categories: ['a', 'b'] })).toEqual([-0.5, 1.5])
})

it.each([
  [1e-300, 1e300],
  [1e-320, 1.7e308],
  [-1.7e308, 1.7e308],
  [1e-308, 1e-300],
])('has ends and ticks where the values lie at the ends of float64: %d to %d', (low, high) => {
  for (const axis of [linear, log, { title: '', scale: 'symlog', linear: 1e-6 } as const]) {
    const roomy = { ...axis, room: 0.03 }
    const ends = extent([low, high], roomy)
    expect(ends.every(Number.isFinite)).toBe(true)
    const ticks = scaleOf(roomy, ends, [0, 300]).ticks(40)
    expect(ticks.length).toBeLessThan(100)
    if (axis === log && low > 0) expect(ticks.every(({ at }) => Number.isFinite(at))).toBe(true)
  }
  if (low < 0) return
  const { place } = scaleOf(log, extent([low, high], { ...log, room: 0.03 }), [0, 300])
  expect(place(low)).toBeGreaterThanOrEqual(0)
  expect(place(high)).toBeGreaterThan(place(low))
})

it('takes a value and its rounding for one, whose ticks are all different', () => {
  for (const axis of [linear, log]) {
    const ends = extent([0.3, 0.30000000000000004], axis)
    expect(ends).toEqual(near(extent([0.3], axis)))
    const names = scaleOf(axis, ends, [0, 300])
      .ticks(50)
      .flatMap(({ text }) => (text ? [text.base] : []))
    expect(names.length).toBeGreaterThan(1)
    expect(new Set(names).size).toBe(names.length)
  }
})

it('is linear within the power of ten below the smallest value but 0', () => {
  expect(linearWithin([0, -0.3, 40, NaN])).toBe(0.1)
  expect(linearWithin([1e-30, 1])).toBe(1e-6)
  expect(linearWithin([0])).toBe(1)
  expect(scaleOf({ title: '', scale: 'symlog', linear: 1 }, [-10, 10], [0, 100]).place(0)).toBe(50)
})

it('names the ends of the data, not those of the room around them', () => {
  const ends = extent([0.002, 30], { ...log, room: 0.05 })
  const ticks = scaleOf({ ...log, room: 0.05 }, ends, [0, 400]).ticks(40)
  const named = ticks.flatMap(({ text, value }) => (text ? [value] : []))
  expect([named[0], named.at(-1)]).toEqual(near([0.002, 30]))
  expect([ticks[0].text?.base, ticks.at(-1)?.text?.base]).toEqual(['0.002', '30'])
})
