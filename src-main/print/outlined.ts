/** A drawing with its text as outlines: the same in every program, whatever typefaces it has. */
import type { Drawing } from '#contract/drawing.ts'
import { linesOf, type Inherited } from './lines.ts'
import { holds, outlineOf } from './typeface.ts'

const OF_TEXT = new Set(['x', 'y', 'dy', 'text-anchor', 'font-size', 'font-weight', 'font-family'])

export function outlined(node: Drawing, inherited: Inherited = { size: 10, weight: 400 }): Drawing {
  const { attributes } = node
  const size = Number(attributes['font-size'] ?? inherited.size)
  const passed = { size, weight: attributes['font-weight'] ?? inherited.weight }
  if (node.name !== 'text')
    return { ...node, inside: node.inside.map((one) => (typeof one === 'string' ? one : outlined(one, passed))) }
  const lines = linesOf(node, inherited)
  // A letter that the typeface has not stays text, which a reader's own typefaces may have.
  if (!lines.every(({ text, weight }) => holds(text, weight))) return node
  const d = lines.map(({ text, x, y, size: of, weight }) => outlineOf(text, x, y, of, weight)).join('')
  const rest = Object.entries(attributes).filter(([name]) => !OF_TEXT.has(name))
  const hints = node.inside.filter((one) => typeof one !== 'string' && one.name === 'title')
  return { name: 'path', attributes: { d, ...Object.fromEntries(rest) }, inside: hints }
}
