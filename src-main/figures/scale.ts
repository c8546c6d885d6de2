/** Scales of a figure: from a value to a pixel and back, with the ticks that a reader expects. Pure. */
import { scaleLinear, scaleLog, scaleSymlog } from 'd3-scale'
import type { AxisSpec, ScaleKind } from './spec.ts'
import { linearTexts, logText, type TickText } from './tick-text.ts'
import { linearTicks, logTicks, symlogTicks, type Ends } from './ticks.ts'

export type Scale = {
  readonly kind: ScaleKind
  readonly ends: Ends
  readonly from: number
  readonly to: number
  /** NaN for what has no place: NaN, infinite, and 0 or below on a logarithmic axis. */
  place: (value: number) => number
  valueAt: (pixel: number) => number
  /** Ticks whose names are `apart` pixels or more from one another; those without a name only lead the eye. */
  ticks: (apart: number) => readonly AxisTick[]
}
export type AxisTick = { readonly value: number; readonly at: number; readonly text: TickText | null }

/** Ends nearer to each other than this, relatively, are one value and its rounding: no tick could tell them apart. */
const LEAST_APART = 1e-9

/** Whether a value has a place on an axis of that kind. */
export const hasPlace = (value: number, { scale }: Pick<AxisSpec, 'scale'>): boolean =>
  Number.isFinite(value) && (scale !== 'log' || value > 0)

/** The ends of `values` on an axis; a single value gets some room around it. */
export function extent(values: Iterable<number>, axis: AxisSpec): Ends {
  if (axis.domain) return axis.domain
  if (axis.scale === 'category') return [-0.5, Math.max(1, axis.categories?.length ?? 1) - 0.5]
  let [low, high] = [Infinity, -Infinity]
  const take = (value: number) => {
    if (!hasPlace(value, axis)) return
    low = Math.min(low, value)
    high = Math.max(high, value)
  }
  for (const value of values) take(value)
  axis.include?.forEach(take)
  const [log, room] = [axis.scale === 'log', axis.room ?? 0]
  if (low > high) return log ? [0.1, 1] : [0, 1]
  const apart = high - low > LEAST_APART * Math.max(Math.abs(low), Math.abs(high))
  // An end that was asked for, such as 0 under bars, stays the end.
  const [before, after] = [low, high].map((end) => (axis.include?.includes(end) ? 0 : room))
  if (apart && log)
    return within([low / widened(low, high, before), high * widened(low, high, after)], Number.MIN_VALUE)
  if (apart) return within([low - before * (high - low), high + after * (high - low)])
  if (log) return within([low / 2, high * 2], Number.MIN_VALUE)
  return within([low - (Math.abs(low) / 2 || 1), high + (Math.abs(high) / 2 || 1)])
}

/** By what a logarithmic axis grows at an end that gets `room`, of its length. */
const widened = (low: number, high: number, room: number): number =>
  room === 0 ? 1 : 10 ** (room * (Math.log10(high) - Math.log10(low)))

/** Room may reach beyond float64 where the values come near to its ends; an axis may not. */
const within = ([low, high]: Ends, least = -Number.MAX_VALUE): Ends => [
  Math.max(least, low),
  Math.min(Number.MAX_VALUE, high),
]

/** The power of ten at or below the smallest value but 0, though not more than six powers below the largest. */
export function linearWithin(values: Iterable<number>): number {
  let [least, most] = [Infinity, 0]
  for (const value of values) {
    const size = Math.abs(value)
    if (size > 0 && Number.isFinite(size)) [least, most] = [Math.min(least, size), Math.max(most, size)]
  }
  return most === 0 ? 1 : Number(`1e${Math.floor(Math.log10(Math.max(least, most * 1e-6)))}`)
}

/** From `ends` to the pixels `from..to`. */
export function scaleOf(axis: AxisSpec, ends: Ends, [from, to]: Ends): Scale {
  const length = Math.abs(to - from)
  const kind = axis.scale ?? 'linear'
  const d3 = d3Scale(axis, ends, [from, to])
  const named = (values: readonly number[], texts: readonly TickText[]) =>
    values.map((value, i) => ({ value, at: d3(value), text: texts[i] }))
  const ticks = (apart: number): readonly AxisTick[] => {
    if (kind === 'category') {
      const names = axis.categories ?? []
      return named(
        names.map((_, i) => i),
        names.map((base) => ({ base })),
      )
    }
    if (kind === 'linear') {
      const values = linearTicks(ends, length / apart, axis.whole)
      return named(values, linearTexts(values))
    }
    const found =
      kind === 'log'
        ? logTicks(ends, length, apart, dataEnds(axis, ends))
        : symlogTicks(ends, axis.linear ?? 1, length, apart)
    // Over less than a power the ticks are even, and named as such.
    const even = kind === 'log' && ends[1] / ends[0] < 10 ? linearTexts(found.map(({ value }) => value)) : null
    return found.map(({ value, strong, end }, i) => ({
      value,
      at: d3(value),
      text: strong ? (even?.[i] ?? logText(end ? Number(value.toPrecision(2)) : value)) : null,
    }))
  }
  return {
    kind,
    ends,
    from,
    to,
    place: (value) => (hasPlace(value, axis) ? d3(value) : NaN),
    valueAt: (pixel) => d3.invert(pixel),
    ticks,
  }
}

/** Ends of the data on a logarithmic axis that has `room` beyond them; null where they cannot be told from it. */
function dataEnds({ room = 0, domain, include }: AxisSpec, [low, high]: Ends): Ends | null {
  if (domain || room === 0) return [low, high]
  if (include?.length) return null
  const beyond = 10 ** ((room * (Math.log10(high) - Math.log10(low))) / (1 + 2 * room))
  return [low * beyond, high / beyond]
}

function d3Scale({ scale, linear }: AxisSpec, [low, high]: Ends, range: Ends) {
  if (scale === 'log') return scaleLog([low, high], [...range])
  if (scale === 'symlog') return scaleSymlog([low, high], [...range]).constant(linear ?? 1)
  return scaleLinear([low, high], [...range])
}
