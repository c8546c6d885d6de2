import sharp from 'sharp'
import { expect, it } from 'vitest'
import { drawFigure, figureFile, type DrawOptions } from './draw.ts'
import { PAGE, PAPER } from './palette.ts'
import type { FigureSpec, Mark, SeriesPoint } from './spec.ts'
import { short, svgText } from './svg.ts'

const options: DrawOptions = { width: 600, height: 240, colours: PAPER }
const figure = (marks: readonly Mark[], more: Partial<FigureSpec['panels'][number]> = {}): FigureSpec => ({
  title: 'A <figure> & "more"',
  sentence: 'It\u0000 shows\u000b nothing.',
  legend: [{ label: '</svg><script>', paint: 0 }],
  panels: [{ x: { title: 'x' }, y: { title: 'y' }, marks, ...more }],
})
const series = (points: readonly SeriesPoint[]): Mark => ({ mark: 'series', paint: 0, points, shapes: true })

/** Read and drawn by librsvg, which refuses what is not well-formed. */
const drawn = async (svg: string) => sharp(Buffer.from(svg)).stats()

const text = (spec: FigureSpec) => svgText(drawFigure(spec, options).svg)

const EVERY: readonly Mark[] = [
  { ...series([{ x: 1, y: 2, low: 1, high: 3, xLow: 0.5, xHigh: 1.5, label: '<a> & "b"' }]), line: 'step' } as Mark,
  { mark: 'band', paint: 1, points: [1, 2].map((x) => ({ x, low: 1, high: 2 })) },
  { mark: 'bars', paint: 2, width: 0.5, bars: [{ x: 1, y: 2, low: 1, high: 3, text: '<2>' }] },
  { mark: 'rule', paint: 'ink', x: 1, label: 'a & b' },
  { mark: 'cells', values: true, cells: [1, NaN].map((value, i) => ({ x: [i, i + 1], y: [0, 1], value }) as const) },
  { mark: 'labels', labels: [{ x: 1, y: 1, text: '<c>' }] },
]

it('writes well-formed SVG without inline styles, names escaped, for every mark', async () => {
  for (const colours of [PAGE, PAPER]) {
    const text = figureFile({ ...figure(EVERY), colours: { title: 'v' } }, { ...options, colours })
    expect((await drawn(text)).isOpaque).toBe(true)
    expect(text).not.toMatch(/style=|<style|<script|NaN|undefined|Infinity/)
  }
  await expect(drawn('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><a></svg>')).rejects.toThrow()
})

it('leaves a gap for what has no place, and counts it', () => {
  const points = [1, 2, NaN, 4, 5].map((x, i) => ({ x, y: [1, 2, 3, Infinity, 0][i] }))
  const plain = drawFigure(figure([series(points)]), options)
  expect(plain.lost).toBe(2)
  const log = drawFigure(figure([series(points)], { y: { title: 'y', scale: 'log' } }), options)
  expect(log.lost).toBe(3)
  const across = [1, 2, NaN, 4, 5].map((y, i) => ({ x: i, y }))
  const [path] = /<path d="([^"]*)" fill="none"/.exec(text(figure([series(across)])))!.slice(1)
  expect(path.match(/M/g)).toHaveLength(2)
})

it('draws nothing, a single value, and values of any size without a number that is none', async () => {
  for (const ys of [[], [3], [NaN], [0, 0], [1e-300, 2e-300], [-1e300, 1e300]])
    for (const scale of ['linear', 'log', 'symlog'] as const) {
      const svg = text(figure([series(ys.map((y, x) => ({ x, y })))], { y: { title: 'y', scale } }))
      expect(svg).not.toMatch(/NaN|Infinity/)
      await drawn(svg)
    }
})

it('keeps long titles and names whole, inside the picture', () => {
  const long = 'Fréchet distance in classifier features to the test split of a data set with a long name'
  const y = { title: long }
  const { panels } = drawFigure(figure([series([{ x: 1, y: 123_456 }])], { y }), options)
  expect(panels[0].yTitle.length).toBeGreaterThan(1)
  expect(panels[0].yTitle.join(' ')).toBe(long)
  expect(panels[0].box.left).toBeGreaterThan(13 * panels[0].yTitle.length)
  const categories = Array.from({ length: 14 }, (_, i) => `a-rather-long-class-name-${i}`)
  const slanted = drawFigure(figure([], { x: { title: 'class', scale: 'category', categories } }), options)
  expect(slanted.panels[0].xNames.slanted).toBe(true)
  for (const name of categories) expect(svgText(slanted.svg)).toContain(`>${name}<`)
})

it('lets the names of ticks never overlap', () => {
  for (const width of [160, 300, 900])
    for (const [low, high] of [
      [0, 1],
      [0, 123_456],
      [1e-9, 3e-9],
      [-1000.5, 1000.5],
    ]) {
      const { panels } = drawFigure(figure([series([low, high].map((x) => ({ x, y: x })))]), { ...options, width })
      const { ticks } = panels[0].xNames
      const ends = ticks.map(({ at, text }) => [at, 3 * (text!.base.length + (text!.power?.length ?? 0))] as const)
      expect(ends.every(([at, half], i) => i === 0 || at - half >= ends[i - 1][0] + ends[i - 1][1])).toBe(true)
    }
})

it('has no negative length where there is no room', () => {
  for (const [width, height] of [
    [0, 0],
    [40, 300],
    [130, 20],
  ]) {
    const spec = figure(EVERY, {
      x: { title: 'a long title below', domain: [0, 1] },
      y: { title: 'y', scale: 'category', categories: ['a long name of a row'] },
    })
    const { svg } = drawFigure({ ...spec, colours: { title: 'v' } }, { width, height, colours: PAPER, legend: true })
    expect(svgText(svg)).not.toMatch(/(width|height)="-|viewBox="[^"]* -\d[^ ]* [^ ]*"|viewBox="[^"]* -\d[^ "]*"/)
  }
})

it('writes no number for a coordinate without a place', () => {
  expect([NaN, -0.001, 1.239, 0].map(short)).toEqual(['NaN', '0', '1.24', '0'])
})

it('names two places of an axis where there is room for two, and breaks a long name of the legend', () => {
  const label = 'error of the best denoiser of a Gaussian: share of the loss by noise level'
  const points = [{ x: 10, y: 1 }, { x: 150, y: 2 }] // prettier-ignore
  const panel = { x: { title: 'step' }, y: { title: 'loss' }, marks: [{ mark: 'series', paint: 0, points }] } as const
  const { svg } = drawFigure({ title: '', sentence: '', legend: [{ label, paint: 0 }], panels: [panel] }, { width: 230, height: 200, colours: PAPER, legend: true }) // prettier-ignore
  const text = svgText(svg)
  expect(['>50<', '>100<', '>150<'].filter((tick) => text.includes(tick)).length).toBeGreaterThan(1)
  expect(text).not.toContain('…')
  expect(text).toContain('level<')
})
