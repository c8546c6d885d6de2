/** The colours, dashes and shapes of figures: on the page in its two themes, in files in the light one. */
import type { Paint } from './spec.ts'

type Part = Exclude<Paint, number> | 'line' | 'panel'
/** How the parts of a figure are coloured, and the series by their slots. */
export type Colours = Readonly<Record<Part, string>> & { readonly series: readonly string[] }

export const LIGHT: Colours = {
  panel: '#fdfcfa',
  line: '#dedad1',
  'line-strong': '#c3beb2',
  ink: '#1d1b18',
  'ink-soft': '#55514a',
  'ink-faint': '#6e695f',
  hot: '#d9480f',
  warm: '#d99a1c',
  cool: '#2f72d6',
  good: '#1b6e4a',
  bad: '#b3261e',
  series: ['#c04a0c', '#0b65ad', '#00795a', '#8f2f6f', '#4f3f08', '#3a6f8f', '#57534c', '#5a48b0'],
}
export const DARK: Colours = {
  panel: '#18191b',
  line: '#2b2d31',
  'line-strong': '#44474d',
  ink: '#ece9e3',
  'ink-soft': '#b9b4aa',
  'ink-faint': '#98938a',
  hot: '#ff7a3d',
  warm: '#f2c14e',
  cool: '#6aa9ff',
  good: '#6fd3a5',
  bad: '#ff8f85',
  series: ['#ff9d5c', '#6db5ff', '#45cfa3', '#e59bd2', '#fff0a0', '#9bd3ee', '#c4bfb5', '#b5a6ff'],
}
/** On white paper: for files, reports and print. */
export const PAPER: Colours = { ...LIGHT, panel: '#ffffff', line: '#e4e6e8' }
/** The page's own variables, so that a figure follows the theme without being drawn again. */
export const PAGE: Colours = {
  ...(Object.fromEntries(Object.keys(LIGHT).map((part) => [part, `var(--${part})`])) as Record<Part, string>),
  series: LIGHT.series.map((_, slot) => `var(--series-${slot + 1})`),
}

/** As the page's variables are named. */
export function variablesOf({ series, ...parts }: Colours): Readonly<Record<string, string>> {
  const slots = series.map((colour, slot) => [`--series-${slot + 1}`, colour])
  return Object.fromEntries([...Object.entries(parts).map(([part, colour]) => [`--${part}`, colour]), ...slots])
}

/** How eight lines are told apart without colour. */
const DASHES: readonly (readonly number[])[] = [
  [],
  [7, 4],
  [2, 3],
  [10, 4, 2, 4],
  [14, 5],
  [5, 3, 1, 3, 1, 3],
  [1, 4],
  [9, 3, 4, 3],
]
export const SLOTS = DASHES.length
/** Beyond eight, colours come again with other dashes. */
export const dashOf = (slot: number): readonly number[] => DASHES[(slot + 3 * Math.floor(slot / SLOTS)) % SLOTS]
export const colourOf = (paint: Paint, colours: Colours): string =>
  typeof paint === 'number' ? colours.series[paint % SLOTS] : colours[paint]

/** Stops of viridis (van der Walt and Smith 2015, CC0): lightness grows evenly, also for colour-blind eyes and in grey. */
const HEAT = [
  '#440154',
  '#482878',
  '#3e4a89',
  '#31688e',
  '#26828e',
  '#1f9e89',
  '#35b779',
  '#6ece58',
  '#b5de2b',
  '#fde725',
]

/** Of even lightness, blue to orange, for lines: each is seen on light and on dark ground. */
const TINT = ['#2f78d8', '#7f78c8', '#b0719f', '#cf6a45', '#dd6a12']
export type Ramp = 'heat' | 'tint'

/** The colour of a share in [0, 1]: `heat` for areas, from little (dark) to much (bright), `tint` for lines. */
export function rampColour(ramp: Ramp, share: number): string {
  const stops = ramp === 'heat' ? HEAT : TINT
  const at = Math.min(1, Math.max(0, share)) * (stops.length - 1)
  const below = Math.min(stops.length - 2, Math.floor(at))
  const [a, b] = [rgbOf(stops[below]), rgbOf(stops[below + 1])]
  const mixed = a.map((value, i) => Math.round(value + (at - below) * (b[i] - value)))
  return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`
}
/** Black or white, whichever is read better on the colour of that share. */
export const onHeat = (share: number): string => {
  const [r, g, b] = rgbOf(rampColour('heat', share)).map((value) => (value / 255) ** 2.2)
  return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.18 ? '#000000' : '#ffffff'
}
const rgbOf = (hex: string): number[] => [1, 3, 5].map((from) => Number.parseInt(hex.slice(from, from + 2), 16))
