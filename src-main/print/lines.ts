/** A text element as lines of one size that begin where they stand: anchors, raised powers and lines below one another settled. */
import type { Drawing } from '#contract/drawing.ts'
import { weightOf, widthOf, type Weight } from './typeface.ts'

export type Line = { text: string; x: number; y: number; size: number; weight: Weight }

/** What a text inherits where it does not say it. */
export type Inherited = { size: number; weight: string | number | undefined }

const number = (value: string | number | undefined, otherwise: number) => {
  const read = Number(value)
  return value === undefined || value === '' || Number.isNaN(read) ? otherwise : read
}
/** `0.34em` or pixels. */
const shiftOf = (value: string | number | undefined, size: number): number =>
  typeof value === 'string' && value.endsWith('em') ? Number(value.slice(0, -2)) * size : number(value, 0)

export function linesOf({ attributes, inside }: Drawing, inherited: Inherited): Line[] {
  const size = number(attributes['font-size'], inherited.size)
  const weight = weightOf(attributes['font-weight'] ?? inherited.weight)
  const anchor = attributes['text-anchor']
  const lines: Line[] = []
  /** Lines since the last place that was given: they are anchored together. */
  let together: Line[] = []
  let [x, y] = [number(attributes.x, 0), number(attributes.y, 0) + shiftOf(attributes.dy, size)]
  let pen = 0
  const settle = () => {
    const back = anchor === 'end' ? pen : anchor === 'middle' ? pen / 2 : 0
    lines.push(...together.map((line) => ({ ...line, x: line.x - back })))
    ;[together, pen] = [[], 0]
  }
  const set = (text: string, of: number) => {
    together.push({ text, x: x + pen, y, size: of, weight })
    pen += widthOf(text, of, weight)
  }
  for (const one of inside) {
    if (typeof one === 'string') set(one, size)
    else if (one.name === 'tspan') {
      const own = number(one.attributes['font-size'], size)
      if (one.attributes.x !== undefined || one.attributes.y !== undefined) {
        settle()
        ;[x, y] = [number(one.attributes.x, x), number(one.attributes.y, y)]
      }
      y += shiftOf(one.attributes.dy, own)
      for (const text of one.inside) if (typeof text === 'string') set(text, own)
    }
  }
  settle()
  return lines
}
