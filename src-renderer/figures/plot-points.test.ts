import { describe, expect, it } from 'vitest'
import { isDrawable, nearestTo, pathOf } from './plot-points.ts'

const same = { place: (value: number) => value }
const plain = { x: {}, y: {} }
const logs = { x: { log: true }, y: { log: true } }
const points = [
  { x: 1, y: 1 },
  { x: 2, y: NaN },
  { x: 3, y: 0 },
  { x: 4, y: 5 },
]

describe('pathOf', () => {
  it('leaves a gap where a value is not finite or has no place on the axis', () => {
    expect(pathOf(points, same, same, plain)).toBe('M1.0 1.0M3.0 0.0L4.0 5.0')
    expect(pathOf(points, same, same, logs)).toBe('M1.0 1.0M4.0 5.0')
    expect(points.filter((point) => isDrawable(point, logs))).toHaveLength(2)
  })
})

describe('nearestTo', () => {
  const series = [
    { label: 'a', slot: 0, points },
    { label: 'b', slot: 1, points: [{ x: 8, y: 2 }] },
    { label: 'c', slot: 2, points: [{ x: 30, y: 2 }] },
    { label: 'empty', slot: 3, points: [] },
  ]
  it('takes the nearest x, and the points of others that lie within a few pixels of it', () => {
    const found = nearestTo(3.6, series, same, plain)!
    expect(found.x).toBe(4)
    expect(found.rows.map(({ label, point }) => [label, point.x])).toEqual([
      ['a', 4],
      ['b', 8],
    ])
    expect(nearestTo(100, series, same, plain)!.rows.map(({ label }) => label)).toEqual(['c'])
    expect(nearestTo(1, [series[3]], same, plain)).toBeNull()
  })
})
