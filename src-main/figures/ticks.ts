/** Where an axis is marked: the one rule for page, canvas and files. Pure. */
import { scaleLinear } from 'd3-scale'

export type Ends = readonly [number, number]
/** Strong ticks are named; the others help the eye on a logarithmic axis. */
export type Tick = { readonly value: number; readonly strong: boolean }

const strong = (value: number): Tick => ({ value, strong: true })

/** Multiples of 1, 2 or 5 times a power of ten, some `count` of them. */
export function linearTicks([low, high]: Ends, count: number, whole = false): number[] {
  if (!(high > low)) return [low]
  const ticks = scaleLinear([low, high], [0, 1]).ticks(Math.max(1, Math.round(count)))
  // The last digits that binary fractions leave are not part of a round number.
  const rounded = [...new Set(ticks.map((tick) => Number(tick.toPrecision(15)) + 0))]
  // At the very ends of float64 steps overflow; the ends themselves are marks enough there.
  if (!rounded.length || !rounded.every(Number.isFinite)) return whole ? [] : [low, high]
  return whole ? rounded.filter(Number.isInteger) : rounded
}

/**
 * Powers of ten, each, every second or third of them as there is room; 2 and 5 times them between where there is more; evenly
 * over less than a power. `length` is that of the axis in pixels, `apart` the least distance of two names on it.
 */
export function logTicks([low, high]: Ends, length: number, apart: number): Tick[] {
  const decade = length / (Math.log10(high) - Math.log10(low))
  const evenly = () => linearTicks([low, high], length / apart).map(strong)
  if (!(high > low) || decade > 12 * apart || high / low < 2) return evenly()
  const every = Math.max(1, Math.ceil(apart / decade))
  const factors = decade > 3 * apart ? [1, 2, 5] : every === 1 && decade > apart ? [1, 2, 5] : [1]
  const named = decade > 3 * apart
  const ticks: Tick[] = []
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++)
    for (const factor of factors) {
      const value = Number(`${factor}e${power}`)
      if (power % every !== 0 || value < low * (1 - 1e-9) || value > high * (1 + 1e-9)) continue
      ticks.push({ value, strong: factor === 1 || named })
    }
  return ticks.filter((tick) => tick.strong).length < 2 ? evenly() : ticks
}

/** 0, and powers of ten of either sign from `linear` on, `apart` pixels or more from one another. */
export function symlogTicks([low, high]: Ends, linear: number, length: number, apart: number): Tick[] {
  const forward = (value: number) => Math.sign(value) * Math.log1p(Math.abs(value) / linear)
  const pixels = length / (forward(high) - forward(low))
  const reach = Math.max(Math.abs(low), Math.abs(high))
  const sizes = [0]
  for (let power = Math.round(Math.log10(linear)); power <= 308 && 10 ** power <= reach * (1 + 1e-9); power++) {
    const size = Number(`1e${power}`)
    if ((forward(size) - forward(sizes.at(-1)!)) * pixels >= apart) sizes.push(size)
  }
  const all = [
    ...sizes
      .slice(1)
      .map((size) => -size)
      .toReversed(),
    ...sizes,
  ]
  return all.filter((value) => value >= low && value <= high).map(strong)
}
