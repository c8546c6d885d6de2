/** Keys and names of a figure's series, for files; a page lists them beside the figure and takes the keys alone. */
import { colourOf, dashOf, type Colours } from './palette.ts'
import { shapePath } from './shapes.ts'
import type { LegendEntry } from './spec.ts'
import { element, type SvgNode } from './svg.ts'
import { textWidth, wrapped } from './text.ts'

export const KEY = { width: 28, height: 12 } as const
const ROW = 17
const SIZE = 11

/** A short sample of a series' line, shape or block, its middle left at (x, y). */
function keyAt(
  { paint, line = true, shape, block, faint, hollow }: LegendEntry,
  x: number,
  y: number,
  colours: Colours,
): SvgNode[] {
  const colour = colourOf(paint, colours)
  const opacity = faint ? 0.4 : undefined
  if (block) return [element('rect', { x: x + 8, y: y - 5, width: 11, height: 10, fill: colour, 'fill-opacity': 0.75 })]
  const dash = typeof paint === 'number' && !faint ? dashOf(paint).join(' ') : ''
  const stroke = { stroke: colour, 'stroke-width': 2, 'stroke-dasharray': dash, opacity }
  const drawn = line ? [element('line', { x1: x + 1, x2: x + 27, y1: y, y2: y, ...stroke })] : []
  if (!shape) return drawn
  const look = hollow ? { fill: colours.panel, stroke: colour, 'stroke-width': 1.6 } : { fill: colour }
  return [...drawn, element('path', { d: shapePath(paint, x + 14, y, 8), ...look, opacity })]
}

/** One key as a small picture of its own. */
export const keySvg = (entry: LegendEntry, colours: Colours): SvgNode =>
  element(
    'svg',
    { viewBox: `0 0 ${KEY.width} ${KEY.height}`, ...KEY, class: 'key', 'aria-hidden': 'true' },
    ...keyAt(entry, 0, KEY.height / 2, colours),
  )

/** All entries in rows of `width`, and how high they are together. */
export function drawLegend(
  entries: readonly LegendEntry[],
  left: number,
  width: number,
  colours: Colours,
): { nodes: SvgNode[]; height: number } {
  let [x, row] = [left, 0]
  const drawn = entries.flatMap((entry) => {
    // A name that is longer than a row has rows of its own.
    const lines = wrapped(entry.label, SIZE, width - KEY.width - 6)
    const wide = KEY.width + 6 + Math.max(...lines.map((line) => textWidth(line, SIZE))) + 16
    if (x > left && x + wide - 16 > left + width) [x, row] = [left, row + 1]
    const y = 10 + row * ROW
    const look = { x: x + KEY.width + 6, dy: '0.34em', 'font-size': SIZE, fill: colours['ink-soft'] }
    const words = lines.map((line, i) => element('text', { ...look, y: y + i * ROW }, line))
    const one = [...keyAt(entry, x, y, colours), ...words]
    x = lines.length > 1 ? left + width : x + wide
    row += lines.length - 1
    return one
  })
  return { nodes: drawn, height: entries.length ? (row + 1) * ROW + 6 : 0 }
}
