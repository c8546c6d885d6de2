/** A picture laid over a rectangle of the axes, its pixels as they are. */
import type { PictureMark } from '../spec.ts'
import { element, hint } from '../svg.ts'
import type { MarkRow } from './frame.ts'

export const pictureRow: MarkRow<PictureMark> = {
  reach: ({ x, y }) => ({ x, y }),
  lost: () => 0,
  draw({ x, y, href, label }, frame) {
    const [left, right] = x.map(frame.x.place).toSorted((a, b) => a - b)
    const [top, bottom] = y.map(frame.y.place).toSorted((a, b) => a - b)
    const place = { x: left, y: top, width: right - left, height: bottom - top }
    return [
      element('image', { ...place, href, 'image-rendering': 'pixelated', preserveAspectRatio: 'none' }, ...hint(label)),
    ]
  },
}
