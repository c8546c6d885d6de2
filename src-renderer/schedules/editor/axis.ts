/** One axis of the canvas: between what is drawn and where, and the marks along it. Pure. */
import { formatShort } from '../../ui/format.ts'

/** `low` and `high` are drawn at the pixels `from` and `to`. */
export type Axis = {
  readonly log: boolean
  readonly low: number
  readonly high: number
  readonly from: number
  readonly to: number
}
export type Tick = { readonly value: number; readonly at: number; readonly label: string; readonly strong: boolean }

const forward = (axis: Axis, value: number) => (axis.log ? Math.log(value) : value)

export function pixelOf(axis: Axis, value: number): number {
  const [low, high] = [forward(axis, axis.low), forward(axis, axis.high)]
  return axis.from + ((forward(axis, value) - low) / (high - low)) * (axis.to - axis.from)
}

export function valueAt(axis: Axis, pixel: number): number {
  const [low, high] = [forward(axis, axis.low), forward(axis, axis.high)]
  const value = low + ((pixel - axis.from) / (axis.to - axis.from)) * (high - low)
  return axis.log ? Math.exp(value) : value
}

/** A range around `low` and `high` with room at both ends, so that the outermost points can be taken hold of. */
export function paddedRange(low: number, high: number, log: boolean, share = 0.06): [number, number] {
  if (!log) {
    const room = (high - low || Math.abs(high) || 1) * share
    return [low - room, high + room]
  }
  const room = (Math.log(high / low) || 1) * share
  return [low * Math.exp(-room), high * Math.exp(room)]
}

/** Round values along the axis, `apart` pixels or more from one another. */
export const ticksOf = (axis: Axis, apart: number): Tick[] =>
  axis.log ? logTicks(axis, apart) : linearTicks(axis, apart)

function linearTicks(axis: Axis, apart: number): Tick[] {
  const most = Math.max(1, Math.abs(axis.to - axis.from) / apart)
  const rough = (axis.high - axis.low) / most
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10)
  const first = Math.ceil(axis.low / step)
  const count = Math.max(0, Math.floor(axis.high / step) - first + 1)
  return Array.from({ length: count }, (_, i) => {
    const value = Number(((first + i) * step).toPrecision(12))
    return { value, at: pixelOf(axis, value), label: formatShort(value, 6), strong: true }
  })
}

/** Powers of ten are strong; 2 and 5 between them where there is room, named too where the axis spans few powers. */
function logTicks(axis: Axis, apart: number): Tick[] {
  const [first, last] = [Math.floor(Math.log10(axis.low)), Math.ceil(Math.log10(axis.high))]
  const decade = Math.abs(axis.to - axis.from) / Math.log10(axis.high / axis.low)
  if (decade > 12 * apart) return linearTicks(axis, apart)
  const every = Math.max(1, Math.ceil(apart / decade))
  const factors = decade > 3 * apart ? [1, 2, 5] : [1]
  const ticks: Tick[] = []
  for (let power = first; power <= last; power++)
    for (const factor of factors) {
      const value = Number(`${factor}e${power}`)
      if (value < axis.low || value > axis.high || power % every !== 0) continue
      ticks.push({ value, at: pixelOf(axis, value), label: formatShort(value), strong: factor === 1 })
    }
  return ticks
}
