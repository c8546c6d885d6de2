import { expect, it } from 'vitest'
import { csvOf, forLogAxes, thinned } from './plain-data.ts'

const points = Array.from({ length: 10_000 }, (_, i) => ({ x: i, y: i === 4321 ? 1000 : Math.sin(i / 100) }))

it('thins a long series without losing a peak or an end', () => {
  const kept = thinned(points, 200)
  expect(kept.length).toBeLessThanOrEqual(200)
  expect(kept).toContain(points[4321])
  expect([kept[0], kept[kept.length - 1]]).toEqual([points[0], points[9999]])
  expect(kept.every((point, i) => i === 0 || point.x > kept[i - 1].x)).toBe(true)
  expect(thinned(points.slice(0, 10), 200)).toHaveLength(10)
})

it('leaves a gap for what has no place on a logarithmic axis, and counts it', () => {
  const { points, hidden } = forLogAxes(
    [
      { x: 0, y: 1 },
      { x: 1, y: 0 },
      { x: 2, y: -3 },
      { x: 3, y: 4 },
    ],
    { title: 'x' },
    { title: 'y', log: true },
  )
  expect(points.map(({ y }) => y)).toEqual([1, NaN, NaN, 4])
  expect(hidden).toBe(2)
})

it('writes CSV that is read back right and starts no formula', () => {
  const text = csvOf(
    [{ label: '=cmd, "x"', slot: 0, points: [{ x: 0, y: 1 / 3 }] }],
    { title: 'step i' },
    { title: 'σ' },
  )
  expect(text).toBe('series,step i,σ\r\n"\'=cmd, ""x""",0,0.3333333333333333\r\n')
})
