/** Where the words of one scheme stand in the figure of its errors, so that none lies over another. Pure. */
import { textWidth } from '#figures/text.ts'

/** Along x in pixels from the scheme's middle, along y in pixels downwards. */
type Box = { left: number; right: number; top: number; bottom: number }
export type Point = { x: number; y: number }
export type TotalPlace = { anchor: 'start' | 'end'; dy: number }

const [SMALL, STRONG, AIR] = [9, 10, 1]
/** As bars write their text: above a point that is 9 pixels across. */
const abovePoint = ({ x, y }: Point, text: string): Box => {
  const half = textWidth(text, SMALL) / 2
  return { left: x - half, right: x + half, top: y - 16, bottom: y - 7 }
}
const pointBox = ({ x, y }: Point): Box => ({ left: x - 5, right: x + 5, top: y - 5, bottom: y + 5 })
const touch = (a: Box, b: Box) =>
  Math.min(a.right, b.right) - Math.max(a.left, b.left) > -AIR &&
  Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > -AIR

/** Above the line of the total at its right, or wherever else it touches fewest points. */
const TOTALS: readonly TotalPlace[] = [
  { anchor: 'end', dy: -7 },
  { anchor: 'start', dy: -7 },
  { anchor: 'end', dy: 9 },
  { anchor: 'start', dy: 9 },
]

/**
 * `points`, each with what could be written at it, the longest first; `total`, a line from -`half` to `half` at `y`. All are written as long as the
 * longest that fits everywhere without touching a thing; where none does, the shortest, and nothing where that has no room either.
 */
export function placeTexts(
  points: readonly (Point & { offered: readonly string[] })[],
  total: { y: number; half: number; text: string },
): { texts: (string | undefined)[]; total: TotalPlace } {
  const wide = 1.1 * textWidth(total.text, STRONG)
  const boxOf = ({ anchor, dy }: TotalPlace): Box => ({
    left: anchor === 'end' ? total.half - wide : -total.half,
    right: anchor === 'end' ? total.half : wide - total.half,
    top: total.y + dy - 5,
    bottom: total.y + dy + 5,
  })
  const marks = points.map(pointBox)
  const clashes = (place: TotalPlace) => marks.filter((mark) => touch(mark, boxOf(place))).length
  const best = TOTALS.reduce((a, b) => (clashes(b) < clashes(a) ? b : a))
  const taken = [boxOf(best), { left: -total.half, right: total.half, top: total.y - 1, bottom: total.y + 1 }]
  const fitting = (word: number): (string | undefined)[] => {
    const placed = [...taken]
    return points.map((point, i) => {
      const text = point.offered[word]
      if (text === undefined) return undefined
      const box = abovePoint(point, text)
      const isFree = ![...placed, ...marks.filter((_, k) => k !== i)].some((one) => touch(one, box))
      if (!isFree || Math.max(-box.left, box.right) > 1.2 * total.half) return undefined
      placed.push(box)
      return text
    })
  }
  const lengths = Array.from({ length: Math.max(0, ...points.map(({ offered }) => offered.length)) }, (_, k) => k)
  const tried = lengths.map(fitting)
  const whole = tried.find((texts) => texts.every((text) => text !== undefined))
  return { texts: whole ?? tried.at(-1) ?? points.map(() => undefined), total: best }
}
