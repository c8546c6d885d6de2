/** What stands at ticks: as many digits as tell them apart, powers of ten where numbers are very large or small. Pure. */
import { element, type SvgNode } from './svg.ts'
import { textWidth } from './text.ts'

/** `base` as it stands; `power` raised and smaller behind it. */
export type TickText = { readonly base: string; readonly power?: string }

const minus = (text: string) => text.replace('-', '\u2212')
const exponentOf = (value: number) => Number(value.toExponential().split('e')[1])

/** Texts of evenly spaced ticks, all with the same number of decimals. */
export function linearTexts(ticks: readonly number[]): TickText[] {
  const largest = ticks.reduce((most, tick) => Math.max(most, Math.abs(tick)), 0)
  const step = ticks.length > 1 ? Math.abs(ticks[1] - ticks[0]) : largest
  if (largest === 0 || !Number.isFinite(largest)) return ticks.map((tick) => ({ base: String(tick) }))
  const exponent = exponentOf(largest)
  const scaled = exponent >= 6 || exponent < -3 ? exponent : 0
  const unit = Number(`1e${scaled}`)
  const decimals = decimalsOf(ticks, unit, step)
  return ticks.map((tick) => {
    const base = grouped(minus((tick / unit).toFixed(decimals)))
    if (scaled === 0 || tick === 0) return { base: tick === 0 && scaled !== 0 ? '0' : base }
    return { base: `${base}×10`, power: minus(String(scaled)) }
  })
}

/** The fewest decimals, up to seventeen, with which every tick reads back as itself to a hundredth of a step. */
function decimalsOf(ticks: readonly number[], unit: number, step: number): number {
  for (let decimals = 0; decimals < 17; decimals++)
    if (ticks.every((tick) => Math.abs(Number((tick / unit).toFixed(decimals)) * unit - tick) <= 0.01 * step))
      return decimals
  return 17
}

/** Thousands are set apart in numbers of five digits and more. */
const grouped = (text: string) => {
  const [whole, ...rest] = text.split('.')
  return [whole.length < 5 ? whole : whole.replace(/\B(?=(\d{3})+$)/g, '\u2009'), ...rest].join('.')
}

/** Text of one tick of a logarithmic axis: plain from a thousandth to ten thousand, else a power of ten. */
export function logText(value: number): TickText {
  if (value === 0) return { base: '0' }
  const exponent = exponentOf(value)
  if (exponent >= -3 && exponent < 5) return { base: grouped(minus(String(Number(value.toPrecision(6))))) }
  const mantissa = Number((value / Number(`1e${exponent}`)).toPrecision(3))
  const power = minus(String(exponent))
  if (Math.abs(mantissa) === 1) return { base: mantissa < 0 ? '\u221210' : '10', power }
  return { base: `${minus(String(mantissa))}×10`, power }
}

const SMALL = 0.78
export const tickWidth = ({ base, power = '' }: TickText, size: number): number =>
  textWidth(base, size) + textWidth(power, size * SMALL)

/** As the inside of a `text` element. */
export const tickInside = ({ base, power }: TickText, size: number): (SvgNode | string)[] =>
  power ? [base, element('tspan', { dy: -0.36 * size, 'font-size': size * SMALL }, power)] : [base]

/** On one line, for canvases and words. */
export const plainTick = ({ base, power }: TickText): string =>
  power ? base + [...power].map((digit) => RAISED[digit] ?? digit).join('') : base
const RAISED: Readonly<Record<string, string>> = Object.fromEntries(
  [...'\u22120123456789'].map((digit, i) => [digit, '⁻⁰¹²³⁴⁵⁶⁷⁸⁹'[i]]),
)
