/** The typeface that figures are printed in: Inter (Rasmus Andersson, OFL 1.1), Latin, Greek, Cyrillic and signs, figures of one width. */
import * as fontkit from 'fontkit'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

export type Weight = 'Regular' | 'SemiBold'
export type Face = { bytes: Buffer; font: fontkit.Font }
/** Figures of one width, so that numbers below one another line up. */
export const FEATURES = ['tnum']

const opened = new Map<Weight, Face>()

export function faceOf(weight: Weight): Face {
  const known = opened.get(weight)
  if (known) return known
  // Not its .woff2, whose outlines are packed in a way of their own that no subset can be cut from.
  const bytes = readFileSync(createRequire(import.meta.url).resolve(`inter-ui/Inter (web)/Inter-${weight}.woff`))
  const face = { bytes, font: fontkit.create(bytes) as fontkit.Font }
  opened.set(weight, face)
  return face
}

export const weightOf = (weight: string | number | undefined): Weight =>
  Number(weight) >= 600 ? 'SemiBold' : 'Regular'

export const widthOf = (text: string, size: number, weight: Weight): number => {
  const { font } = faceOf(weight)
  return (font.layout(text, FEATURES).advanceWidth * size) / font.unitsPerEm
}
/** Whether every character of a text is in the typeface. */
export const holds = (text: string, weight: Weight): boolean =>
  [...text].every((character) => faceOf(weight).font.hasGlyphForCodePoint(character.codePointAt(0)!))

/** Outlines of a line of text that begins at (x, y), y its baseline, as the `d` of a path. */
export function outlineOf(text: string, x: number, y: number, size: number, weight: Weight): string {
  const { font } = faceOf(weight)
  const unit = size / font.unitsPerEm
  const { glyphs, positions } = font.layout(text, FEATURES)
  let pen = x
  let d = ''
  glyphs.forEach((glyph, i) => {
    const { xAdvance, xOffset, yOffset } = positions[i]
    const [left, base] = [pen + xOffset * unit, y - yOffset * unit]
    for (const { command, args } of glyph.path.commands) {
      d += LETTERS[command]
      d += args.map((value, k) => short(k % 2 === 0 ? left + value * unit : base - value * unit)).join(' ')
    }
    pen += xAdvance * unit
  })
  return d
}

const LETTERS = { moveTo: 'M', lineTo: 'L', quadraticCurveTo: 'Q', bezierCurveTo: 'C', closePath: 'Z' } as const
const short = (value: number): string => String(Math.round(value * 1000) / 1000 + 0)
