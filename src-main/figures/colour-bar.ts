/** The colour scale of a figure's cells: which share of it a value is, and the bar beside the panels that says so. */
import { LINE_HEIGHT, TICK_SIZE, TITLE_SIZE } from './layout.ts'
import { rampColour, type Colours } from './palette.ts'
import { extent, scaleOf } from './scale.ts'
import type { AxisSpec, FigureSpec, Mark } from './spec.ts'
import { element, type SvgNode } from './svg.ts'
import { wrapped } from './text.ts'
import { tickInside, tickWidth } from './tick-text.ts'

const THICK = 10
const STEPS = 32

function scaleAlong(spec: FigureSpec, from: number, to: number) {
  const { title, scale, domain } = spec.colours ?? { title: '' }
  const axis: AxisSpec = { title, scale, domain }
  const values = spec.panels.flatMap(({ marks }) => marks.flatMap(shadesOf))
  return scaleOf(axis, extent(values, axis), [from, to])
}

const shadesOf = (mark: Mark): number[] =>
  mark.mark === 'cells'
    ? mark.cells.map(({ value }) => value)
    : mark.mark === 'series' && mark.shade !== undefined
      ? [mark.shade]
      : []

/** A function, since it is asked once a cell. */
export function shareOn(spec: FigureSpec): (value: number) => number {
  const { place } = scaleAlong(spec, 0, 1)
  return place
}

/** The bar with its ticks and title, right-aligned at `right`, and the room it takes. */
export function colourBar(
  spec: FigureSpec,
  place: { right: number; top: number; bottom: number },
  colours: Colours,
): { nodes: SvgNode[]; width: number } {
  const { top, bottom } = place
  const scale = scaleAlong(spec, bottom, top)
  const ticks = scale.ticks(30).filter(({ text }) => text)
  const widest = ticks.reduce((most, { text }) => Math.max(most, tickWidth(text!, TICK_SIZE)), 0)
  const title = wrapped(spec.colours!.title, TITLE_SIZE, bottom - top)
  const width = THICK + 6 + widest + 6 + title.length * LINE_HEIGHT + 12
  const left = place.right - width + 12
  const high = (bottom - top) / STEPS
  // Cells are areas; where there are none, lines are coloured.
  const areas = spec.panels.some(({ marks }) => marks.some(({ mark }) => mark === 'cells'))
  const ramp = areas ? 'heat' : 'tint'
  const steps = Array.from({ length: STEPS }, (_, i) =>
    element('rect', {
      x: left,
      y: top + i * high,
      width: THICK,
      height: high + 0.3,
      fill: rampColour(ramp, 1 - (i + 0.5) / STEPS),
    }),
  )
  const names = ticks.flatMap(({ at, text }) => {
    const look = { x: left + THICK + 6, y: at + 0.34 * TICK_SIZE, fill: colours['ink-faint'], 'font-size': TICK_SIZE }
    const notch = { x1: left + THICK, x2: left + THICK + 3, y1: at, y2: at, stroke: colours['ink-faint'] }
    return [element('line', notch), element('text', look, ...tickInside(text!, TICK_SIZE))]
  })
  const middle = (top + bottom) / 2
  const said = title.map((line, i) => {
    const x = place.right - 3 - (title.length - 1 - i) * LINE_HEIGHT
    const look = { 'text-anchor': 'middle', 'font-size': TITLE_SIZE, fill: colours['ink-soft'] }
    return element('text', { x, y: middle, transform: `rotate(-90 ${x} ${middle})`, ...look }, line)
  })
  return { nodes: [...steps, ...names, ...said], width }
}
