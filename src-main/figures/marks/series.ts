/** One series: its line or staircase with gaps, its intervals, its shapes. */
import { curveLinear, curveStepAfter, line as d3Line } from 'd3-shape'
import { colourOf, dashOf, rampColour } from '../palette.ts'
import { shapePath } from '../shapes.ts'
import type { SeriesMark, SeriesPoint } from '../spec.ts'
import { element, hint, short, type SvgNode } from '../svg.ts'
import { endAt, isPlaced, type Frame, type MarkRow } from './frame.ts'

export const seriesRow: MarkRow<SeriesMark> = {
  reach({ points }) {
    const [xs, ys]: [number[], number[]] = [[], []]
    for (const { x, y, low, high, spread, xLow, xHigh } of points) {
      xs.push(x)
      ys.push(y)
      if (low !== undefined && high !== undefined) ys.push(low, high)
      if (spread) ys.push(...spread)
      if (xLow !== undefined && xHigh !== undefined) xs.push(xLow, xHigh)
    }
    return { x: xs, y: ys }
  },
  lost: ({ points }, frame) => points.filter((point) => !isPlaced(point, frame)).length,
  draw(mark, frame) {
    const { points, line = 'straight', faint, shift } = mark
    const colour = colourOfSeries(mark, frame)
    const placed = points.filter((point) => isPlaced(point, frame))
    const ranged = placed.filter(({ low, xLow, spread }) => low !== undefined || xLow !== undefined || spread)
    const drawn = ranged.flatMap((point) => spreadOf(point, frame, colour))
    const intervals = ranged.map((point) => whiskers(point, frame)).join('')
    if (intervals) drawn.push(element('path', { d: intervals, fill: 'none', stroke: colour, 'stroke-width': 1.3 }))
    if (line !== 'none') drawn.push(...lineOf(mark, frame, colour))
    if (mark.shapes || (points.length === 1 && line !== 'none'))
      drawn.push(...placed.map((point) => shapeOf(point, mark, frame, colour)))
    if (!faint && !shift) return drawn
    return [
      element(
        'g',
        { opacity: faint ? 0.4 : undefined, transform: shift ? `translate(${short(shift)} 0)` : '' },
        ...drawn,
      ),
    ]
  },
}

function colourOfSeries({ paint, shade }: SeriesMark, { share, colours }: Frame): string {
  const at = shade === undefined ? NaN : share(shade)
  return Number.isFinite(at)
    ? rampColour('tint', at)
    : shade === undefined
      ? colourOf(paint, colours)
      : colours['ink-faint']
}

function shapeOf(
  { x, y, label }: SeriesPoint,
  { paint, size, hollow }: SeriesMark,
  frame: Frame,
  colour: string,
): SvgNode {
  const d = shapePath(paint, frame.x.place(x), frame.y.place(y), size)
  const { panel } = frame.colours
  const look = hollow ? { fill: panel, stroke: colour, 'stroke-width': 1.6 } : { fill: colour, stroke: panel }
  return element('path', { d, ...look }, ...hint(label))
}

function spreadOf({ x, spread }: SeriesPoint, frame: Frame, stroke: string): SvgNode[] {
  if (!spread || !spread.every((end) => !Number.isNaN(end))) return []
  const at = frame.x.place(x)
  const [y1, y2] = spread.map((end) => endAt(frame.y, end))
  return [element('line', { x1: at, x2: at, y1, y2, stroke, 'stroke-width': 7, 'stroke-opacity': 0.22 })]
}

function lineOf(
  { paint, points, line, faint, solid, width, shade }: SeriesMark,
  frame: Frame,
  stroke: string,
): SvgNode[] {
  const path = d3Line<SeriesPoint>()
    .defined((point) => isPlaced(point, frame))
    .x(({ x }) => frame.x.place(x))
    .y(({ y }) => frame.y.place(y))
    .curve(line === 'step' ? curveStepAfter : curveLinear)
    .digits(2)(points)
  if (!path) return []
  const dash = typeof paint === 'number' && !faint && !solid && shade === undefined ? dashOf(paint).join(' ') : ''
  const look = { 'stroke-width': width ?? (faint ? 1 : 1.7), 'stroke-dasharray': dash, 'stroke-linejoin': 'round' }
  return [element('path', { d: path, fill: 'none', stroke, 'stroke-linecap': dash ? 'butt' : 'round', ...look })]
}

/** The interval of a point, with a cap at each end that is drawn whole. */
function whiskers(point: SeriesPoint, frame: Frame): string {
  const [x, y] = [frame.x.place(point.x), frame.y.place(point.y)]
  let path = ''
  if (point.low !== undefined && point.high !== undefined) {
    const [low, high] = [endAt(frame.y, point.low), endAt(frame.y, point.high)].map(short)
    path += `M${short(x)} ${low}V${high}M${short(x - 3.5)} ${low}h7M${short(x - 3.5)} ${high}h7`
  }
  if (point.xLow !== undefined && point.xHigh !== undefined) {
    const [low, high] = [endAt(frame.x, point.xLow), endAt(frame.x, point.xHigh)].map(short)
    path += `M${low} ${short(y)}H${high}M${low} ${short(y - 3.5)}v7M${high} ${short(y - 3.5)}v7`
  }
  return path
}
