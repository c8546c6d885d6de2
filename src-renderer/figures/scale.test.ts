import { expect, it } from 'vitest'
import { extent, linearTicks, logTicks, scaleOf } from './scale.ts'

it('places both ends of the data at the ends of the axis, linear or logarithmic', () => {
  for (const log of [false, true]) {
    const { place } = scaleOf({ title: '', log }, [0.01, 50], [100, 0])
    expect([place(0.01), place(50)].map((at) => Number(at.toFixed(9)))).toEqual([100, 0])
  }
  expect(scaleOf({ title: '', log: true }, [0.01, 1], [0, 2]).place(0.1)).toBeCloseTo(1, 12)
})

it('marks round numbers inside the range', () => {
  expect(linearTicks(0, 1, 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1])
  expect(linearTicks(-3, 17, 4)).toEqual([0, 5, 10, 15])
  expect(logTicks(0.01, 50, 6)).toEqual([0.01, 0.1, 1, 10])
  expect(logTicks(3, 60, 6)).toEqual([5, 10, 20, 50])
  expect(logTicks(11, 35, 5)).toEqual([15, 20, 25, 30, 35])
  expect(logTicks(1e-12, 1, 4)).toEqual([1e-12, 1e-9, 1e-6, 1e-3, 1])
  expect(scaleOf({ title: '', whole: true }, [0, 2], [0, 1], 6).ticks).toEqual([0, 1, 2])
})

it('takes a value and its rounding for one, whose ticks are all different', () => {
  for (const log of [false, true]) {
    const axis = { title: '', log }
    const ends = extent([0.3, 0.30000000000000004], axis)
    expect(ends).toEqual(extent([0.3], axis).map((end) => expect.closeTo(end, 12)))
    const { ticks } = scaleOf(axis, ends, [0, 100])
    expect(ticks.length).toBeGreaterThan(1)
    expect(new Set(ticks).size).toBe(ticks.length)
  }
})

it('leaves out what has no place, and gives room around a single value', () => {
  expect(extent([NaN, 2, -1, 5], { title: '' })).toEqual([-1, 5])
  expect(extent([0, -3, 0.5, 8], { title: '', log: true })).toEqual([0.5, 8])
  expect(extent([4], { title: '' })).toEqual([2, 6])
  expect(extent([0, 10], { title: '', room: 0.1 })).toEqual([-1, 11])
  expect(extent([1, 100], { title: '', log: true, room: 0.5 }).map((end) => Number(end.toPrecision(9)))).toEqual([
    0.1, 1000,
  ])
  expect(extent([], { title: '', log: true })).toEqual([0.1, 1])
  expect(extent([3], { title: '', include: [0] })).toEqual([0, 3])
})
