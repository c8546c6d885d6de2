import { describe, expect, it } from 'vitest'
import { drawFigure } from '../draw.ts'
import { PAPER } from '../palette.ts'
import type { FigureSpec } from '../spec.ts'
import { svgText } from '../svg.ts'
import { byClassFigure } from './by-class.ts'
import { byFactorFigure, type FactorCurve } from './by-factor.ts'
import { forestFigure } from './forest.ts'
import { heatMapFigure } from './heat-map.ts'
import { parallelFigure } from './parallel.ts'
import { besideFigure, publishedRowsFigure } from './published.ts'
import { scatterFigure } from './scatter.ts'
import { sharesFigure } from './shares.ts'
import { sheetsFigure } from './sheets.ts'

const drawn = (spec: FigureSpec) => {
  const { svg, ...rest } = drawFigure(spec, { width: 700, height: 260, colours: PAPER, legend: true })
  return { text: svgText(svg), ...rest }
}
const distance = { title: 'Fréchet distance' }
const curve: FactorCurve = {
  label: 'geometric',
  slot: 0,
  points: [
    { x: 1, mean: 100, sd: 10, low: 85, high: 115, values: [90, 100, 110] },
    { x: 20, mean: 40, sd: null, low: null, high: null, values: [40] },
    { x: 50, mean: NaN, sd: null, low: null, high: null },
  ],
}

describe('a metric against a factor', () => {
  const spec = byFactorFigure('Distance', { title: 'σ₁', scale: 'log' }, distance, [curve])
  it('draws mean, interval, mean ± sd and the seeds, and no interval of one seed', () => {
    const { text, lost, panels } = drawn(spec)
    expect(lost).toBe(1)
    const place = (value: number) => Math.round(panels[0].y.place(value) * 100) / 100
    expect(text).toContain(`${place(85)}V${place(115)}`)
    expect(text).toContain(`y1="${place(90)}" y2="${place(110)}" stroke="${PAPER.series[0]}" stroke-width="7"`)
    expect(text).toContain('geometric: 100, sd 10, interval 85 to 115, 3 seeds')
    expect(text).toContain('geometric: 40, one seed')
    expect(spec.sentence).toBe('geometric: least at 20, 40.')
    expect(spec.panels[0].marks[0]).toMatchObject({ points: [{ y: 90 }, { y: 100 }, { y: 110 }] })
  })
  it('joins no categories by a line', () => {
    const factor = { title: 'sequence', scale: 'category', categories: ['a', 'b'] } as const
    const points = curve.points.slice(0, 2).map((point, x) => ({ ...point, x }))
    const { marks } = byFactorFigure('Distance', factor, distance, [{ ...curve, points }]).panels[0]
    expect(marks.every((mark) => mark.mark === 'series' && mark.line === 'none')).toBe(true)
  })
})

it('a heat map has a cell for every pair, empty with its reason where there is no value', () => {
  const [x, y] = [
    { title: 'σ₁', names: ['1', '20'] },
    { title: 'levels', names: ['10', '40'] },
  ]
  const colours = { title: 'FID', scale: 'log' } as const
  const cells = [
    { x: 0, y: 0, value: 10 },
    { x: 1, y: 0, value: 1000 },
    { x: 0, y: 1, value: null, reason: 'out of memory' },
  ]
  const { text, lost } = drawn(heatMapFigure('Map', x, y, colours, cells))
  expect(lost).toBe(2)
  for (const words of ['σ₁ 1, levels 10: 10', 'σ₁ 1, levels 40: out of memory', 'σ₁ 20, levels 40: not run', '>FID<'])
    expect(text).toContain(words)
  for (const colour of ['#440154', '#fde725']) expect(text).toContain(`fill="${colour}"`)
})

it('parallel coordinates place a run on every axis by that axis, and leave a gap where it has no value', () => {
  const axes = [{ title: 'levels', scale: 'log', domain: [1, 100] }, { title: 'rho' }, distance] as const
  const spec = parallelFigure('Runs', axes, [
    { label: 'run 1', values: [10, null, 5] },
    { label: 'run 2', values: [100, 7, 9] },
  ])
  expect(spec.panels[0].marks[0]).toMatchObject({ points: [{ y: expect.closeTo(0.5, 9) }, { y: NaN }, {}], shade: 5 })
  const { text, lost } = drawn(spec)
  expect(lost).toBe(1)
  for (const title of ['levels', 'rho', 'Fréchet distance']) expect(text).toContain(`>${title}<`)
})

it('a scatter says how many points it has, and puts values on either kind of axis', () => {
  const points = [
    { x: 10, y: -3, label: 'run 1' },
    { x: 0, y: 2 },
  ]
  const spec = scatterFigure('S', { title: 'NFE', scale: 'log' }, { title: 'd', scale: 'symlog' }, [
    { label: 'a', slot: 1, points },
  ])
  expect(spec.sentence).toBe('d against NFE, 2 points.')
  expect(drawn(spec).lost).toBe(1)
})

it('a forest plot has a line at no difference, and fills what is certain alone', () => {
  const row = { label: 'a − b', difference: -4, low: -6, high: -2, pValue: 0.0002, pairs: 5, certain: true }
  const { text, panels } = drawn(
    forestFigure('F', 'difference', [row, { ...row, label: 'a − c', low: -9, high: 1, certain: false }]),
  )
  const at = (value: number) => Math.round(panels[0].x.place(value) * 100) / 100
  expect(text).toContain(`<line x1="${at(0)}" x2="${at(0)}"`)
  expect(text).toContain(`H${at(-2)}`)
  expect(text.match(new RegExp(`fill="${PAPER.ink}" stroke="${PAPER.panel}"`, 'g'))).toHaveLength(1)
  expect(text).toContain('−4 [−6, −2], p &#60; 0.001, 5 pairs')
})

describe('published beside ours', () => {
  it('shows both on the same ends', () => {
    const figure = (mean: number) =>
      byFactorFigure('T', { title: 'x' }, distance, [
        { ...curve, points: [{ x: 1, mean, sd: null, low: null, high: null }] },
      ])
    const { panels, text } = drawn(besideFigure(figure(10), figure(1000)))
    expect(panels.map(({ y }) => y.ends)[0]).toEqual(panels[1].y.ends)
    expect(panels[0].y.place(10)).toBeGreaterThan(panels[0].y.place(1000))
    expect(text).toContain('>published<')
  })
  it('refuses other categories, which would stand at the same places', () => {
    const figure = (categories: readonly string[]) => byClassFigure('T', 'd', categories, [])
    expect(() => besideFigure(figure(['a']), figure(['b']))).toThrow('same categories')
  })
  it('has a row of a table on both sides, and says what is missing', () => {
    const spec = publishedRowsFigure('Table 1', distance, [
      { label: 'geometric', published: 25, ours: 27, low: 25, high: 29 },
      { label: 'cosine', published: 31, ours: null },
    ])
    expect(spec.sentence).toBe('2 rows, 1 of them not on both sides.')
    expect(drawn(spec).text).toContain('geometric, found here: 27')
  })
})

it('class proportions are bars in per cent with the data’s own share across each class', () => {
  const row = { label: 'run', slot: 0, share: [0.25, NaN], low: [0.2, NaN], high: [0.3, NaN] }
  const { text, lost, panels } = drawn(sharesFigure(['cat', 'dog'], [row], [0.5, 0.5]))
  expect(lost).toBe(1)
  expect(text).toContain('run, cat: 25.0 %')
  const at = Math.round(panels[0].y.place(50) * 100) / 100
  expect(text.match(new RegExp(`y1="${at}" y2="${at}" stroke="${PAPER.ink}"`, 'g'))).toHaveLength(2)
})

it('sheets of samples stand beside one another with their names, and keep their proportions', () => {
  const sheets = ['karras', 'geometric', 'linear'].map((label) => ({
    label,
    href: 'data:image/png;base64,AA',
    width: 238,
    height: 120,
  }))
  const { spec, height } = sheetsFigure('Samples', 'Three runs.', sheets, 321)
  expect(spec.columns).toBe(2)
  const { panels, svg } = drawFigure(spec, { width: 321, height, colours: PAPER })
  for (const { box } of panels) expect((box.bottom - box.top) / (box.right - box.left)).toBeCloseTo(120 / 238, 1)
  expect(svgText(svg).match(/<image /g)).toHaveLength(3)
  expect(panels.map(({ heading }) => heading.join(' '))).toEqual(['karras', 'geometric', 'linear'])
})
