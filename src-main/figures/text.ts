/** How wide text is and where it breaks, without a browser: widths of a wide sans-serif face, so that text is never cut. */

/** Advance widths in hundredths of the type size, of DejaVu Sans; narrower faces leave some air. */
const WIDTHS: readonly (readonly [number, string])[] = [
  [28, 'ijl\u2009'],
  [34, " .,:;'|/\\!I"],
  [40, 'ft()[]{}r-"\u2013'],
  [55, 'cks?_J'],
  [60, 'vxyzaeLFEgTo'],
  [64, 'bdhnpqu0123456789ABCKPSVXYZ$#σεαβ²'],
  [78, 'RDGHNOQU<>=+~^−×≤≥ΔΩw&'],
  [98, 'mMW%@—…'],
]
const widthOf = new Map(WIDTHS.flatMap(([width, characters]) => [...characters].map((one) => [one, width] as const)))
/** Of characters that are not listed: Latin, Greek and Cyrillic letters, and squares such as Chinese ones. */
const usual = (character: string) => (character.codePointAt(0)! >= 0x2e80 ? 100 : 66)

export const textWidth = (text: string, size: number): number =>
  ([...text].reduce((sum, character) => sum + (widthOf.get(character) ?? usual(character)), 0) * size) / 100

/** Lines of at most `width` pixels, broken at line breaks, between words, and within a word that is wider than a line. */
export const wrapped = (text: string, size: number, width: number): string[] =>
  text.split('\n').flatMap((line) => wrappedLine(line, size, width))

function wrappedLine(text: string, size: number, width: number): string[] {
  const fits = (line: string) => textWidth(line, size) <= width
  const lines: string[] = []
  let line = ''
  for (const word of text.split(/\s+/).flatMap((one) => (fits(one) ? [one] : pieces(one, fits)))) {
    const longer = line ? `${line} ${word}` : word
    if (!line || fits(longer)) line = longer
    else {
      lines.push(line)
      line = word
    }
  }
  return [...lines, line]
}

function pieces(word: string, fits: (piece: string) => boolean): string[] {
  const found = ['']
  for (const character of word) {
    const longer = found.at(-1)! + character
    if (found.at(-1) === '' || fits(longer)) found[found.length - 1] = longer
    else found.push(character)
  }
  return found
}
