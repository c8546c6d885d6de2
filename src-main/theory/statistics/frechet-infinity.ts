/** FID_inf: the Fréchet distance that infinitely many samples would give, by a line through distances at fewer. */

import { permutation, STREAMS } from '../noise/philox.ts'
import { PLAIN_ALGEBRA, type Algebra } from './algebra.ts'
import { countOf, rowsAt, type Features } from './features.ts'
import { factored, frechetBetween, type Divisor, type Factored } from './frechet-features.ts'
import type { Tick } from './row-blocks.ts'

/** The mean distance over `sets` subsets of `n` samples and `nReference` rows of the reference, null where that is held. */
export type LinePoint = { n: number; nReference: number | null; sets: number; distance: number }

export type FrechetLine = {
  /** The line at 1/n = 0. May fall below 0 where the laws are alike: it is not biased upward as a distance is. */
  value: number
  /** Of the distance against 1/n. */
  slope: number
  points: LinePoint[]
  /** `both` grow alike, or the reference is `held`. */
  grows: 'both' | 'samples'
  /** Whether the smallest subsets have as many rows as there are features, below which the distance bends away from the line. */
  straight: boolean
}

export type FrechetLineOptions = {
  seed?: number
  divisor?: Divisor
  algebra?: Algebra
  tick?: Tick
}

/** Subsets are 1/parts of the rows, or all but that. */
type Cut = { parts: number; allBut?: true }
const ALWAYS: readonly Cut[] = [{ parts: 1 }, { parts: 3, allBut: true }, { parts: 2 }]
const SMALLER: readonly Cut[] = [{ parts: 3 }, { parts: 4 }, { parts: 5 }]

/** Rows per feature that a third, a quarter or a fifth must keep to be a point: with fewer it lies off the line. */
const ROWS_PER_FEATURE = 4

/**
 * distance(n) = value + slope/n by least squares over subsets drawn without replacement, Chong & Forsyth 2020, arXiv:1911.07023. Points
 * at n, 2n/3, n/2 and, where rows are many, n/3, n/4, n/5; each is the mean over 1 to 5 random subsets that together hold every row
 * equally often, so that a point's first-order error is that of all rows and the line adds next to none. A reference given by rows is cut
 * alike, for its own n inflates the distance as much; one given by moments is held, as theirs is. Null for fewer than 4 rows.
 */
export async function frechetLine(
  samples: Features,
  reference: Features | Factored,
  { seed = 0, divisor = 'n-1', algebra = PLAIN_ALGEBRA, tick }: FrechetLineOptions = {},
): Promise<FrechetLine | null> {
  const n = countOf(samples)
  const held = 'factor' in reference ? reference : null
  const rows = 'factor' in reference ? null : reference
  const fewest = rows ? Math.min(n, countOf(rows)) : n
  if (fewest < 4) return null
  const cuts = [...ALWAYS, ...SMALLER.filter(({ parts }) => fewest / parts >= ROWS_PER_FEATURE * samples.d)]
  const total = cuts.reduce((sum, { parts }) => sum + parts, 0)
  const points: LinePoint[] = []
  let done = 0
  for (const cut of cuts) {
    const drawn = subsets(n, cut, seed, 4)
    const drawnReference = rows && subsets(countOf(rows), cut, seed, 5)
    let sum = 0
    for (let set = 0; set < cut.parts; set++) {
      const some = factored(rowsAt(samples, drawn[set]), { divisor, algebra })
      const against = held ?? factored(rowsAt(rows!, drawnReference![set]), { divisor, algebra })
      sum += frechetBetween(some, against, algebra).distance
      await tick?.(++done, total)
    }
    const nReference = drawnReference ? drawnReference[0].length : null
    points.push({ n: drawn[0].length, nReference, sets: cut.parts, distance: sum / cut.parts })
  }
  return {
    ...leastSquares(points),
    points,
    grows: rows ? 'both' : 'samples',
    straight: fewest / 2 >= samples.d,
  }
}

/** `parts` subsets of 0 .. n-1, ascending, of one size: the parts of a random order, or what each part leaves. */
function subsets(n: number, { parts, allBut }: Cut, seed: number, step: number): Uint32Array[] {
  const order = permutation({ seed, stream: STREAMS.bootstrap, sample: parts + (allBut ? 100 : 0), step }, n)
  const size = Math.floor(n / parts)
  return Array.from({ length: parts }, (_, set) => {
    const isPart = (_: number, at: number) => at >= set * size && at < (set + 1) * size
    const inParts = order.subarray(0, parts * size)
    return inParts.filter((row, at) => isPart(row, at) !== Boolean(allBut)).toSorted()
  })
}

function leastSquares(points: readonly LinePoint[]): { value: number; slope: number } {
  const mean = (of: (point: LinePoint) => number) => points.reduce((sum, point) => sum + of(point), 0) / points.length
  const [x, y] = [mean(({ n }) => 1 / n), mean(({ distance }) => distance)]
  const slope = mean(({ n, distance }) => (1 / n - x) * (distance - y)) / mean(({ n }) => (1 / n - x) ** 2)
  return { value: y - slope * x, slope }
}
