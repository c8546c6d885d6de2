/** A panel's ground: lines at the ticks, their names, and the titles. */
import { LINE_HEIGHT, SLANT, TICK_SIZE, TITLE_SIZE, type PanelLayout } from './layout.ts'
import type { Colours } from './palette.ts'
import type { PanelSpec } from './spec.ts'
import { element, type Attributes, type SvgNode } from './svg.ts'
import { tickInside } from './tick-text.ts'

export function drawAxes(panel: PanelSpec, laid: PanelLayout, colours: Colours): SvgNode[] {
  return [
    ...gridAlongX(panel, laid, colours),
    ...gridAlongY(laid, colours),
    ...(panel.x.bare ? [] : [foot(laid, colours)]),
    ...titles(laid, colours),
  ]
}

function gridAlongX({ x }: PanelSpec, { box, xNames }: PanelLayout, colours: Colours): SvgNode[] {
  const isCategory = x.scale === 'category'
  return xNames.ticks.flatMap(({ at, text }, i) => {
    const next = xNames.ticks[i + 1]
    // Categories are set apart between them.
    const edge = isCategory ? next && (at + next.at) / 2 : at
    const ends = { x1: edge, x2: edge, y1: box.top, y2: box.bottom }
    const line = edge === undefined || x.grid === false ? [] : [rule(ends, !isCategory && text !== null, colours)]
    if (!text) return line
    const look = { fill: colours['ink-faint'], 'font-size': TICK_SIZE }
    if (xNames.slanted) {
      const place = { x: at + 3, y: box.bottom + 12, 'text-anchor': 'end' }
      const turned = { transform: `rotate(${-SLANT} ${(at + 3).toFixed(1)} ${(box.bottom + 12).toFixed(1)})` }
      return [...line, element('text', { ...place, ...turned, ...look }, xNames.lines[i][0])]
    }
    const place = { x: at, y: box.bottom + 14, 'text-anchor': 'middle' }
    const lines = xNames.lines[i]
    const name = lines.length
      ? stacked(lines, place, look)
      : element('text', { ...place, ...look }, ...tickInside(text, TICK_SIZE))
    return [...line, name]
  })
}

function gridAlongY({ box, yTicks, yNames }: PanelLayout, colours: Colours): SvgNode[] {
  return yTicks.flatMap(({ at, text }, i) => {
    const line = rule({ x1: box.left, x2: box.right, y1: at, y2: at }, text !== null, colours)
    if (!text) return [line]
    const look = { fill: colours['ink-faint'], 'font-size': TICK_SIZE }
    const lines = yNames[i]
    const place = { x: box.left - 6, y: at + 0.34 * TICK_SIZE, 'text-anchor': 'end' }
    if (lines.length < 2) return [line, element('text', { ...place, ...look }, ...tickInside(text, TICK_SIZE))]
    return [line, stacked(lines, { ...place, y: place.y - ((lines.length - 1) * (TICK_SIZE + 1)) / 2 }, look)]
  })
}

const foot = ({ box }: PanelLayout, colours: Colours) =>
  element('line', { x1: box.left, x2: box.right, y1: box.bottom, y2: box.bottom, stroke: colours['line-strong'] })

const rule = (ends: Attributes, strong: boolean, colours: Colours) =>
  element('line', { ...ends, stroke: colours.line, 'stroke-opacity': strong ? undefined : 0.5 })

/** Lines of text below one another. */
function stacked(lines: readonly string[], place: Attributes & { x: number; y: number }, look: Attributes): SvgNode {
  const inside = lines.map((line, i) => element('tspan', { x: place.x, y: place.y + i * (TICK_SIZE + 1) }, line))
  return element('text', { 'text-anchor': place['text-anchor'], ...look }, ...inside)
}

function titles({ box, outer, heading, xTitle, yTitle }: PanelLayout, colours: Colours): SvgNode[] {
  const look = { fill: colours['ink-soft'], 'font-size': TITLE_SIZE, 'text-anchor': 'middle' }
  const middle = (box.top + box.bottom) / 2
  const centre = (box.left + box.right) / 2
  const headings = heading.map((line, i) => {
    const place = { x: centre, y: outer.top + 11 + i * (LINE_HEIGHT + 1) }
    return element('text', { ...look, ...place, fill: colours.ink, 'font-weight': 600 }, line)
  })
  const below = xTitle.map((line, i) =>
    element('text', { ...look, x: centre, y: outer.bottom - 5 - (xTitle.length - 1 - i) * LINE_HEIGHT }, line),
  )
  const beside = yTitle.map((line, i) => {
    const x = outer.left + LINE_HEIGHT * (i + 1)
    const transform = `rotate(-90 ${x.toFixed(1)} ${middle.toFixed(1)})`
    return element('text', { ...look, x, y: middle, transform }, line)
  })
  return [...headings, ...below, ...beside]
}
