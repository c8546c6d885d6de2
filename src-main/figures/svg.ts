/** SVG as text: elements with presentation attributes only, names escaped. */

/** Characters that XML has no place for, such as a form feed in a name or half a pair, become the replacement character. */
const NOT_XML = /[^\P{Cc}\t\n\r]|[\p{Cs}\ufffe\uffff]/gu

export const escape = (text: string): string =>
  text.replace(NOT_XML, '\ufffd').replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)

type Attributes = Readonly<Record<string, string | number | undefined>>

/** `inside` is SVG already; text goes through `escape` first. Attributes that are undefined or empty are left out. */
export function element(name: string, attributes: Attributes, inside = ''): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([key, value]) => ` ${key}="${typeof value === 'number' ? short(value) : escape(value!)}"`)
  return inside ? `<${name}${written.join('')}>${inside}</${name}>` : `<${name}${written.join('')}/>`
}

/** Hundredths of a pixel are enough. */
export const short = (value: number): string => String(Math.round(value * 100) / 100 || 0)

export const hint = (label: string | undefined): string => (label ? `<title>${escape(label)}</title>` : '')
