import { describe, expect, it } from 'vitest'
import { nearestTo, plotFigure } from './plot-points.ts'

const place = (value: number) => (Number.isFinite(value) ? value : NaN)
const plain = { x: { place }, y: { place } }
const points = [
  { x: 1, y: 1 },
  { x: 2, y: NaN },
  { x: 3, y: 0 },
  { x: 4, y: 5 },
]

it('makes a series a line with its slot, and shapes of a single point', () => {
  const series = [
    { label: 'a', slot: 2, points },
    { label: 'b', slot: 3, points: points.slice(0, 1), line: false },
  ]
  const { panels, legend } = plotFigure({
    title: 't',
    sentence: 's',
    series,
    x: { title: 'x', log: true },
    y: { title: 'y' },
  })
  expect([panels[0].x.scale, panels[0].y.scale]).toEqual(['log', 'linear'])
  expect(panels[0].marks).toMatchObject([
    { paint: 2, line: 'straight', points },
    { paint: 3, line: 'none', shapes: true },
  ])
  expect(legend?.map(({ label, paint }) => [label, paint])).toEqual([
    ['a', 2],
    ['b', 3],
  ])
})

describe('nearestTo', () => {
  const series = [
    { label: 'a', slot: 0, points },
    { label: 'b', slot: 1, points: [{ x: 8, y: 2 }] },
    { label: 'c', slot: 2, points: [{ x: 30, y: 2 }] },
    { label: 'empty', slot: 3, points: [] },
  ]
  it('takes the nearest x, and the points of others that lie within a few pixels of it', () => {
    const found = nearestTo(3.6, series, plain)!
    expect(found.x).toBe(4)
    expect(found.rows.map(({ label, point }) => [label, point.x])).toEqual([
      ['a', 4],
      ['b', 8],
    ])
    expect(nearestTo(100, series, plain)!.rows.map(({ label }) => label)).toEqual(['c'])
    expect(nearestTo(1, [series[3]], plain)).toBeNull()
  })
  it('passes over points that are not drawn', () => {
    expect(nearestTo(2.1, [series[0]], plain)!.x).toBe(3)
  })
})
