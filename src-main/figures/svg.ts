/** SVG as a tree of plain elements with presentation attributes only: as text for files, and for a page to build its own nodes from. */

import type { Drawing } from '#contract/drawing.ts'

/** Characters that XML has no place for, such as a form feed in a name or half a pair, become the replacement character. */
const NOT_XML = /[^\P{Cc}\t\n\r]|[\p{Cs}\ufffe\uffff]/gu

export const escape = (text: string): string =>
  text.replace(NOT_XML, '\ufffd').replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)

export type SvgNode = Drawing
export type Attributes = Drawing['attributes']

export const element = (name: string, attributes: Attributes, ...inside: (SvgNode | string)[]): SvgNode => ({
  name,
  attributes,
  inside,
})

/** Those that say something, as they are written. */
export const written = (attributes: Attributes): [string, string][] =>
  Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined || value === '' ? [] : [[key, typeof value === 'number' ? short(value) : value]],
  )

export function svgText({ name, attributes, inside }: SvgNode): string {
  const pairs = written(attributes).map(([key, value]) => ` ${key}="${escape(value)}"`)
  const open = `<${name}${pairs.join('')}`
  if (!inside.length) return `${open}/>`
  return `${open}>${inside.map((one) => (typeof one === 'string' ? escape(one) : svgText(one))).join('')}</${name}>`
}

/** Hundredths of a pixel are enough. What has no place stays NaN, which draws nothing: 0 would be a place. */
export const short = (value: number): string => String(Math.round(value * 100) / 100 + 0)

/** What is shown where the pointer rests. */
export const hint = (label: string | undefined): SvgNode[] => (label ? [element('title', {}, label)] : [])
