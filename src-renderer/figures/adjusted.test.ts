import { expect, it } from 'vitest'
import { drawFigure } from '#figures/draw.ts'
import { PAPER } from '#figures/palette.ts'
import type { FigureSpec } from '#figures/spec.ts'
import { svgText } from '#figures/svg.ts'
import { adjusted, AS_GIVEN, mayChange, mayZoom, shownEntries } from './adjusted.ts'

const points = [1, 10, 100].map((y, x) => ({ x, y }))
const spec: FigureSpec = {
  title: 'Loss',
  sentence: '',
  legend: [
    { label: 'a', paint: 0 },
    { label: 'b', paint: 1 },
  ],
  panels: [
    {
      x: { title: 'step' },
      y: { title: 'loss', include: [0] },
      marks: [0, 1].map((paint) => ({ mark: 'series', paint, points })),
    },
  ],
}
const drawn = (given: FigureSpec) => drawFigure(given, { width: 400, height: 240, colours: PAPER })

it('hides a series with all its marks, and its name in files', () => {
  const settings = { ...AS_GIVEN, hidden: new Set(['b']) }
  const text = svgText(drawn(adjusted(spec, settings)).svg)
  expect(text).toContain(PAPER.series[0])
  expect(text).not.toContain(PAPER.series[1])
  expect(shownEntries(spec.legend, settings).map(({ label }) => label)).toEqual(['a'])
})

it('shows a part over the whole panel, and an axis as logarithmic without the 0 that it held', () => {
  const zoomed = drawn(adjusted(spec, { ...AS_GIVEN, zoom: { x: [1, 2], y: [10, 100] } })).panels[0]
  expect([zoomed.x.place(1), zoomed.x.place(2)]).toEqual([zoomed.box.left, zoomed.box.right])
  expect([zoomed.y.place(10), zoomed.y.place(100)]).toEqual([zoomed.box.bottom, zoomed.box.top])
  const log = drawn(adjusted(spec, { ...AS_GIVEN, scales: { y: 'log' } }))
  expect(log.lost).toBe(0)
  const { y, box } = log.panels[0]
  expect(y.place(10)).toBeCloseTo((box.top + box.bottom) / 2, 6)
})

it('leaves alone what it is not told to change, and categories as they are', () => {
  expect(adjusted(spec, AS_GIVEN)).toEqual(spec)
  const classes: FigureSpec = {
    ...spec,
    panels: [{ ...spec.panels[0], x: { title: '', scale: 'category', categories: ['a'] } }],
  }
  expect([mayChange(spec, 'x'), mayChange(classes, 'x'), mayChange(classes, 'y')]).toEqual([true, false, true])
  expect([mayZoom(spec), mayZoom(classes)]).toEqual([true, false])
})
