import { inflateSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { figureOnPaper } from '#figures/draw.ts'
import { PAPER } from '#figures/palette.ts'
import type { FigureSpec } from '#figures/spec.ts'
import { element } from '#figures/svg.ts'
import { linesOf } from './lines.ts'
import { outlined } from './outlined.ts'
import { printed } from './print.ts'
import { outlineOf, widthOf } from './typeface.ts'

const spec: FigureSpec = {
  title: 'Noise schedules, σ₁ = 50',
  sentence: 'karras falls from 50 to 0.01.',
  legend: [{ label: 'karras, ρ = 7', paint: 1 }],
  panels: [
    {
      x: { title: 'step i' },
      y: { title: 'σ (data units)', scale: 'log' },
      marks: [
        { mark: 'series', paint: 1, points: [1e-6, 1, 50].map((y, x) => ({ x, y })), shapes: true },
        { mark: 'rule', paint: 'ink', y: 1, label: 'σ_data' },
      ],
    },
  ],
}
const figure = () =>
  figureOnPaper(spec, { width: 320, height: 220, colours: PAPER, caption: 'One curve; levels in data units.' })

it('knows the widths of the typeface: figures alike, capitals in units of 1/2048 em', () => {
  expect(widthOf('1', 10, 'Regular')).toBe(widthOf('8', 10, 'Regular'))
  expect(widthOf('1234', 10, 'Regular')).toBeCloseTo(4 * widthOf('0', 10, 'Regular'), 9)
  expect(widthOf('σ', 20, 'Regular')).toBeCloseTo(2 * widthOf('σ', 10, 'Regular'), 9)
  expect(widthOf('W', 10, 'SemiBold')).toBeGreaterThan(widthOf('W', 10, 'Regular'))
})

it('sets anchored text, raised powers and lines below one another where SVG would', () => {
  const power = element(
    'text',
    { x: 100, y: 50, 'text-anchor': 'end' },
    '5×10',
    element('tspan', { dy: -3.6, 'font-size': 7.8 }, '−6'),
  )
  const [base, raised] = linesOf(power, { size: 10, weight: 400 })
  const wide = widthOf('5×10', 10, 'Regular')
  expect(base.x).toBeCloseTo(100 - wide - widthOf('−6', 7.8, 'Regular'), 9)
  expect([raised.x - base.x, raised.y, raised.size]).toEqual([expect.closeTo(wide, 9), 46.4, 7.8])
  const two = element(
    'text',
    { 'text-anchor': 'middle' },
    element('tspan', { x: 9, y: 1 }, 'ab'),
    element('tspan', { x: 9, y: 12 }, 'c'),
  )
  const lines = linesOf(two, { size: 10, weight: 400 })
  expect(lines.map(({ x, y, text }) => [x + widthOf(text, 10, 'Regular') / 2, y])).toEqual([
    [9, 1],
    [9, 12],
  ])
})

it('draws every letter of a figure as outlines, and keeps as text what the typeface has not', () => {
  const text = JSON.stringify(outlined(figure()))
  expect(text).not.toContain('"name":"text"')
  expect(text).toContain(
    outlineOf('One curve; levels in data units.', 14, Number(figure().attributes.height) - 12, 10, 'Regular').slice(
      0,
      40,
    ),
  )
  expect(outlined(element('text', {}, '図')).name).toBe('text')
})

it('writes an SVG without a typeface to ask for, and a PDF of its size whose words can be found', async () => {
  const svg = new TextDecoder().decode(await printed(figure(), 'svg', spec.title))
  expect(svg).toMatch(/^<\?xml .*\n<svg .*karras falls/)
  expect(svg).not.toMatch(/<text|style=|class=|var\(/)
  const pdf = Buffer.from(await printed(figure(), 'pdf', spec.title)).toString('latin1')
  const { height } = figure().attributes
  expect(pdf.slice(0, 5)).toBe('%PDF-')
  expect(pdf.trimEnd().slice(-5)).toBe('%%EOF')
  const [, wide, high] = /MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(pdf)!
  expect([Number(wide), Number(high)]).toEqual([240, expect.closeTo(Number(height) * 0.75, 2)])
  // The map from glyphs to letters holds sigma and the subscript, so that both can be searched and copied.
  const streams = [...pdf.matchAll(/stream\r?\n([\s\S]*?)\r?\nendstream/g)].flatMap(([, bytes]) => {
    try {
      return [inflateSync(Buffer.from(bytes, 'latin1')).toString('latin1')]
    } catch {
      return []
    }
  })
  expect(streams.join('\n')).toMatch(/03c3[\s\S]*|beginbf/i)
  expect(streams.some((one) => /beginbf/.test(one) && /03c3/i.test(one))).toBe(true)
  expect(pdf).toContain('Inter')
})
