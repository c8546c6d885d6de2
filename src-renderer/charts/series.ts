/** How eight lines are told apart: by colour (safe for colour-blind eyes) and, without colour, by their dashes. */

export const SERIES_DASHES: readonly (readonly number[])[] = [
  [],
  [7, 4],
  [2, 3],
  [10, 4, 2, 4],
  [14, 5],
  [5, 3, 1, 3, 1, 3],
  [1, 4],
  [9, 3, 4, 3],
]
/** Beyond eight, colours come again with other dashes. */
export const seriesDashes = (slot: number) => SERIES_DASHES[(slot + 3 * Math.floor(slot / 8)) % 8]
export const seriesColour = (slot: number) => `var(--series-${(slot % SERIES_DASHES.length) + 1})`

/** The colours of the theme as they are now, for what draws on a canvas. */
export type Colours = { readonly [token: string]: string }
const TOKENS = [
  'panel',
  'raised',
  'line',
  'line-strong',
  'ink',
  'ink-soft',
  'ink-faint',
  'accent',
  'hot',
  'warm',
  'cool',
  'focus',
  'caution',
  'bad',
]

export function readColours(element: Element): Colours {
  const style = getComputedStyle(element)
  const names = [...TOKENS, ...SERIES_DASHES.map((_, slot) => `series-${slot + 1}`)]
  return Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]))
}
