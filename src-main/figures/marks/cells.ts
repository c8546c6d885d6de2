/** Cells of a heat map; one without a value is an empty frame, crossed out. */
import { onHeat, rampColour } from '../palette.ts'
import type { CellsMark } from '../spec.ts'
import { element, hint, short } from '../svg.ts'
import { textWidth } from '../text.ts'
import { formatValue } from '../value-text.ts'
import type { MarkRow } from './frame.ts'

const SIZE = 10

export const cellsRow: MarkRow<CellsMark> = {
  reach: ({ cells }) => ({ x: cells.flatMap(({ x }) => x), y: cells.flatMap(({ y }) => y) }),
  lost: ({ cells }) => cells.filter(({ value }) => !Number.isFinite(value)).length,
  draw({ cells, values }, frame) {
    return cells.flatMap(({ x, y, value, label }) => {
      const [x0, x1] = x.map(frame.x.place).toSorted((a, b) => a - b)
      const [y0, y1] = y.map(frame.y.place).toSorted((a, b) => a - b)
      const gap = x1 - x0 > 8 && y1 - y0 > 8 ? 1 : 0
      const place = { x: x0, y: y0, width: Math.max(0.4, x1 - x0 - gap), height: Math.max(0.4, y1 - y0 - gap) }
      const share = frame.share(value)
      if (!Number.isFinite(share)) {
        const d = `M${short(x0 + 4)} ${short(y1 - gap - 4)}L${short(x1 - gap - 4)} ${short(y0 + 4)}`
        const edge = { fill: 'none', stroke: frame.colours['line-strong'] }
        return [
          element('rect', { ...place, ...edge }, ...hint(label)),
          ...(gap ? [element('path', { d, ...edge })] : []),
        ]
      }
      const text = values ? formatValue(value) : ''
      const fits = text !== '' && textWidth(text, SIZE) < place.width - 6 && place.height > SIZE + 4
      const middle = { x: x0 + place.width / 2, y: y0 + place.height / 2, dy: '0.34em', 'text-anchor': 'middle' }
      const written = fits ? [element('text', { ...middle, fill: onHeat(share), 'font-size': SIZE }, text)] : []
      return [element('rect', { ...place, fill: rampColour('heat', share) }, ...hint(label)), ...written]
    })
  },
}
