/** Upright bars with their intervals; on a logarithmic axis, where a length means nothing, points. */
import { colourOf } from '../palette.ts'
import { shapePath } from '../shapes.ts'
import type { BarsMark } from '../spec.ts'
import { element, hint, short } from '../svg.ts'
import { endAt, isPlaced, type MarkRow } from './frame.ts'

const SMALL = 9
/** Height of a bar that has room for its text. */
const ROOM = 20

export const barsRow: MarkRow<BarsMark> = {
  reach: ({ bars, width }) => ({
    x: bars.flatMap(({ x }) => [x - width / 2, x + width / 2]),
    y: bars.flatMap(({ y, from = 0, low = y, high = y }) => [y, from, low, high]),
  }),
  lost: ({ bars }, frame) => bars.filter((bar) => !isPlaced(bar, frame)).length,
  draw({ bars, width, paint }, frame) {
    const colour = colourOf(paint, frame.colours)
    const drawn = bars.filter((bar) => isPlaced(bar, frame))
    return drawn.flatMap(({ x, y, from = 0, low, high, label, text }) => {
      const [left, right] = [x - width / 2, x + width / 2].map(frame.x.place)
      const [foot, top] = [endAt(frame.y, from), endAt(frame.y, y)]
      const thick = Math.max(0.5, right - left - (right - left > 4 ? 1 : 0))
      const bar = { x: left, y: Math.min(foot, top), width: thick, height: Math.abs(foot - top) }
      const middle = left + thick / 2
      const isLog = frame.y.kind === 'log'
      const look = { fill: colour, stroke: frame.colours.panel }
      const parts = isLog
        ? [
            element(
              'path',
              { d: shapePath(paint, middle, top, Math.max(6, Math.min(9, thick))), ...look },
              ...hint(label),
            ),
          ]
        : [element('rect', { ...bar, fill: colour, 'fill-opacity': 0.75 }, ...hint(label))]
      if (low !== undefined && high !== undefined && high > low) {
        const [a, b] = [endAt(frame.y, low), endAt(frame.y, high)].map(short)
        const cap = Math.min(3, thick / 2)
        const caps = [a, b].map((end) => `M${short(middle - cap)} ${end}h${short(2 * cap)}`).join('')
        const d = `M${short(middle)} ${a}V${b}${caps}`
        parts.push(element('path', { d, fill: 'none', stroke: frame.colours.ink, 'stroke-width': 1 }))
      }
      if (text) {
        // Inside of a bar that is high enough, where nothing runs through it.
        const inside = !isLog && bar.height > ROOM
        const at = {
          x: middle,
          y: inside ? bar.y + SMALL + 3 : bar.y - (isLog ? 8 : 4),
          'text-anchor': 'middle',
          'font-size': SMALL,
        }
        parts.push(element('text', { ...at, fill: inside ? '#000000' : frame.colours['ink-soft'] }, text))
      }
      return parts
    })
  },
}
