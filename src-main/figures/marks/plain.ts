/** Bands, reference lines and labels. */
import { area } from 'd3-shape'
import { colourOf, type Colours } from '../palette.ts'
import type { BandMark, LabelsMark, RuleMark } from '../spec.ts'
import { element, hint } from '../svg.ts'
import { endAt, isPlaced, type MarkRow } from './frame.ts'

/** Text is set off from what lies behind it. */
const haloOf = ({ panel }: Colours) => ({
  stroke: panel,
  'stroke-width': 3,
  'stroke-linejoin': 'round',
  'paint-order': 'stroke',
})

type Slice = BandMark['points'][number]

export const bandRow: MarkRow<BandMark> = {
  reach: ({ points }) => ({ x: points.map(({ x }) => x), y: points.flatMap(({ low, high }) => [low, high]) }),
  lost: ({ points }, frame) => points.filter((one) => !hasBoth(one, frame)).length,
  draw({ points, paint }, frame) {
    const path = area<Slice>()
      .defined((one) => hasBoth(one, frame))
      .x(({ x }) => frame.x.place(x))
      .y0(({ low }) => endAt(frame.y, low))
      .y1(({ high }) => endAt(frame.y, high))
      .digits(2)(points)
    return path ? [element('path', { d: path, fill: colourOf(paint, frame.colours), 'fill-opacity': 0.16 })] : []
  },
}
const hasBoth = ({ x, low, high }: Slice, frame: Parameters<typeof isPlaced>[1]) =>
  isPlaced({ x, y: high }, frame) && !Number.isNaN(low)

export const ruleRow: MarkRow<RuleMark> = {
  reach: ({ x, y, from, to }) => {
    const along = [from, to].filter((end) => end !== undefined)
    return x === undefined ? { x: along, y: y === undefined ? [] : [y] } : { x: [x], y: along }
  },
  lost: () => 0,
  draw({ x, y, from, to, paint, dash = [4, 3], width = 1.2, label }, frame) {
    const { box, colours } = frame
    const stroke = { stroke: colourOf(paint, colours), 'stroke-width': width, 'stroke-dasharray': dash.join(' ') }
    const upright = x !== undefined
    const at = upright ? frame.x.place(x) : frame.y.place(y ?? NaN)
    if (!Number.isFinite(at)) return []
    const along = upright ? frame.y : frame.x
    const [start, end] = [from, to].map((value, i) =>
      value === undefined ? [along.from, along.to][i] : endAt(along, value),
    )
    const ends = upright ? { x1: at, x2: at, y1: start, y2: end } : { x1: start, x2: end, y1: at, y2: at }
    const line = element('line', { ...ends, ...stroke })
    if (!label) return [line]
    const isLate = upright && at > (box.left + box.right) / 2
    const place = upright
      ? { x: at + (isLate ? -5 : 5), y: box.top + 10, 'text-anchor': isLate ? 'end' : 'start' }
      : { x: box.right - 4, y: at - 4 < box.top + 8 ? at + 11 : at - 4, 'text-anchor': 'end' }
    return [line, element('text', { ...place, fill: colours['ink-soft'], ...haloOf(colours) }, label)]
  },
}

export const labelsRow: MarkRow<LabelsMark> = {
  reach: ({ labels }) => ({ x: labels.map(({ x }) => x), y: labels.map(({ y }) => y) }),
  lost: () => 0,
  draw: ({ labels, paint = 'ink-soft', strong, halo, hint: says }, frame) =>
    labels
      .filter((label) => isPlaced(label, frame))
      .map(({ x, y, text, anchor = 'start', dx = 0, dy = 0 }) => {
        const place = { x: frame.x.place(x) + dx, y: frame.y.place(y) + dy, dy: '0.34em', 'text-anchor': anchor }
        const behind = halo ? haloOf(frame.colours) : {}
        const look = { fill: colourOf(paint, frame.colours), 'font-weight': strong ? 600 : undefined, ...behind }
        return element('text', { ...place, ...look }, text, ...hint(says))
      }),
}
