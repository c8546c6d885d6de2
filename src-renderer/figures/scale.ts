/** Scales of a figure: from a value to a place, with the ticks that a reader expects. Pure. */

export type Scale = { place: (value: number) => number; ticks: readonly number[] }
export type Axis = {
  /** With its unit. */
  title: string
  log?: boolean
  /** Ends that must be on the axis, such as 0. */
  include?: readonly number[]
  /** Marks at whole numbers only. */
  whole?: boolean
  /** Room at both ends, as a share of the axis, so that marks do not lie on its edge. */
  room?: number
}

/** Ends nearer to each other than this, relatively, are one value and its rounding: no tick could tell them apart. */
const LEAST_APART = 1e-9

/** The ends of `values` on an axis; a single value gets some room around it. */
export function extent(values: Iterable<number>, { log, include = [], room = 0 }: Axis): [number, number] {
  let [low, high] = [Infinity, -Infinity]
  const take = (value: number) => {
    if (!Number.isFinite(value) || (log && value <= 0)) return
    low = Math.min(low, value)
    high = Math.max(high, value)
  }
  for (const value of values) take(value)
  include.forEach(take)
  if (low > high) return log ? [0.1, 1] : [0, 1]
  const apart = high - low > LEAST_APART * Math.max(Math.abs(low), Math.abs(high))
  if (apart && log) return [low * (low / high) ** room, high * (high / low) ** room]
  if (apart) return [low - room * (high - low), high + room * (high - low)]
  return log ? [low / 2, high * 2] : [low - (Math.abs(low) / 2 || 1), high + (Math.abs(high) / 2 || 1)]
}

/** Linear or logarithmic from `low..high` to pixels `from..to`; ticks lie within, some `count` of them. */
export function scaleOf(axis: Axis, [low, high]: [number, number], [from, to]: [number, number], count = 6): Scale {
  if (!axis.log) {
    const ticks = linearTicks(low, high, count).filter((tick) => !axis.whole || Number.isInteger(tick))
    return { place: (value) => from + ((value - low) / (high - low)) * (to - from), ticks }
  }
  const [bottom, top] = [Math.log(low), Math.log(high)]
  return {
    place: (value) => from + ((Math.log(value) - bottom) / (top - bottom)) * (to - from),
    ticks: logTicks(low, high, count),
  }
}

/** Multiples of 1, 2 or 5 times a power of ten. */
export function linearTicks(low: number, high: number, count: number): number[] {
  const raw = (high - low) / Math.max(1, count)
  const power = 10 ** Math.floor(Math.log10(raw))
  const step = power * ([1, 2, 5, 10].find((multiple) => multiple * power >= raw * 0.999) ?? 10)
  const first = Math.ceil(low / step - 1e-9)
  const last = Math.floor(high / step + 1e-9)
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)))
}

/** Powers of ten; over less than two of them also 2 and 5 times; over many, every second or third; over a factor of 5, evenly. */
export function logTicks(low: number, high: number, count: number): number[] {
  if (high / low < 5) return linearTicks(low, high, count)
  const [first, last] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))]
  const stride = Math.max(1, Math.ceil((last - first) / Math.max(1, count)))
  const multiples = Math.log10(high / low) < 2 ? [1, 2, 5] : [1]
  const ticks: number[] = []
  for (let power = first; power <= last; power += stride)
    for (const multiple of multiples) ticks.push(Number((multiple * 10 ** power).toPrecision(12)))
  return ticks.filter((tick) => tick >= low * (1 - 1e-9) && tick <= high * (1 + 1e-9))
}
