/** Colours of series and of their surroundings, for what draws on a canvas and for what stands beside a figure. */
import { SLOTS } from '#figures/palette.ts'

export const seriesColour = (slot: number) => `var(--series-${(slot % SLOTS) + 1})`

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
  const names = [...TOKENS, ...Array.from({ length: SLOTS }, (_, slot) => `series-${slot + 1}`)]
  return Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]))
}
