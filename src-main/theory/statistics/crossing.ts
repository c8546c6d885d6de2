/** Where two curves cross, from their differences at a few places. */

export type DifferenceAt = { x: number; estimate: number; low: number; high: number }
/** `value` null: the difference keeps its sign. An end is null where the interval reaches beyond the places that were measured. */
export type Crossing = { value: number | null; low: number | null; high: number | null }

/**
 * The difference and both ends of its interval are taken as linear in ln x between the places. The crossing is where the difference first is 0;
 * its interval holds every x at which 0 lies within the interval of the difference (a test inverted, as
 * Fieller 1954), from the first such x to the last. Null where 0 lies in none: the curves do not cross here.
 */
export function crossingOf(points: readonly DifferenceAt[]): Crossing | null {
  const sorted = points.toSorted((a, b) => a.x - b.x)
  if (sorted.length < 2 || sorted.some(({ x }) => !(x > 0))) return null
  const value = firstZero(sorted.map(({ x, estimate }) => ({ x, y: estimate })))
  const inside = ({ low, high }: DifferenceAt) => low <= 0 && high >= 0
  const ends = sorted.flatMap(({ x }, i) => (inside(sorted[i]) ? [x] : []))
  for (let i = 1; i < sorted.length; i++)
    for (const end of ['low', 'high'] as const) {
      const zero = zeroBetween(sorted[i - 1].x, sorted[i - 1][end], sorted[i].x, sorted[i][end])
      if (zero !== null) ends.push(zero)
    }
  if (ends.length === 0) return null
  const last = sorted[sorted.length - 1]
  return {
    value,
    low: inside(sorted[0]) ? null : Math.min(...ends),
    high: inside(last) ? null : Math.max(...ends),
  }
}

function firstZero(points: readonly { x: number; y: number }[]): number | null {
  for (let i = 1; i < points.length; i++) {
    const zero = zeroBetween(points[i - 1].x, points[i - 1].y, points[i].x, points[i].y)
    if (zero !== null) return zero
  }
  return null
}

function zeroBetween(x: number, y: number, next: number, after: number): number | null {
  if (y === 0) return x
  if (Math.sign(y) === Math.sign(after) || after === y) return null
  return x * (next / x) ** (y / (y - after))
}
