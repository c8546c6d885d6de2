/** Where an axis is marked: the one rule for page, canvas and files. Pure. */
import { scaleLinear } from 'd3-scale'

export type Ends = readonly [number, number]
/** Strong ticks are named; the others help the eye on a logarithmic axis. */
export type Tick = {
  readonly value: number
  readonly strong: boolean
  /** An end of the data, which is no round number: named by two digits of it. */
  readonly end?: boolean
}

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
 * Powers of ten, each, every second or third of them as there is room; 2 and 5 times them between where there is more; 2 to 9 times
 * them without a name, where they stand apart; the ends of the data where no name is near; evenly over less than a power. `data`: ends of what is drawn, where the axis has room beyond. `length` is that of the axis in pixels, `apart` the least distance of two names on it.
 */
export function logTicks([low, high]: Ends, length: number, apart: number, data: Ends | null = [low, high]): Tick[] {
  const decade = length / (Math.log10(high) - Math.log10(low))
  const evenly = () => linearTicks([low, high], length / apart).map(strong)
  if (!(high > low) || decade > 12 * apart || high / low < 2) return evenly()
  const every = Math.max(1, Math.ceil(apart / decade))
  const named = decade > 3 * apart ? [1, 2, 5] : [1]
  const factors = every === 1 && decade > LEAST_DECADE ? [1, 2, 3, 4, 5, 6, 7, 8, 9] : [1]
  const ticks: Tick[] = []
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++)
    for (const factor of factors) {
      const value = Number(`${factor}e${power}`)
      if (power % every !== 0 || value < low * (1 - 1e-9) || value > high * (1 + 1e-9)) continue
      ticks.push({ value, strong: named.includes(factor) })
    }
  const strongs = ticks.filter((tick) => tick.strong)
  return strongs.length < 2 ? evenly() : data ? withEnds(ticks, data, decade, apart) : ticks
}

/** Least pixels of a power of ten that is divided. */
const LEAST_DECADE = 34

/** With the ends of the data named where no name stands within `apart` of them. */
function withEnds(ticks: readonly Tick[], [low, high]: Ends, decade: number, apart: number): Tick[] {
  const isFree = (end: number) =>
    ticks.every(({ value, strong }) => !strong || Math.abs(Math.log10(value) - Math.log10(end)) * decade >= apart)
  const end = (value: number): Tick[] => (isFree(value) ? [{ value, strong: true, end: true }] : [])
  return [...end(low), ...ticks, ...end(high)]
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
