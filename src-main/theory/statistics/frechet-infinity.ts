/** FID_inf: the Fréchet distance that infinitely many samples would give, by a line through distances at fewer. */

import { permutation, STREAMS } from '../noise/philox.ts'
import { PLAIN_ALGEBRA, type Algebra } from './algebra.ts'
import { countOf, rowsAt, type Features } from './features.ts'
import { factored, frechetBetween, type Divisor, type Factored } from './frechet-features.ts'
import type { Tick } from './row-blocks.ts'

/** The mean distance over `parts` disjoint sets of `n` samples each. */
export type LinePoint = { n: number; parts: number; distance: number }

export type FrechetLine = {
  /** The line at 1/n = 0. May fall below 0 where the laws are alike: it is not biased upward as a distance is. */
  value: number
  /** Of the distance against 1/n. */
  slope: number
  points: LinePoint[]
}

export type FrechetLineOptions = {
  /** Parts at most: points stand at n, n/2, ..., n/parts. */
  parts?: number
  seed?: number
  divisor?: Divisor
  algebra?: Algebra
  tick?: Tick
}

/**
 * distance(n) = value + slope/n by least squares, Chong & Forsyth 2020, arXiv:1911.07023, the reference held as they hold it. Points at
 * n, n/2, n/3, ... lie evenly on 1/n; each is the mean over as many disjoint random parts of all samples, so that every point uses
 * every sample and chance between points is small. Null for fewer than 4 samples, whose halves have no covariance.
 */
export async function frechetLine(
  samples: Features,
  reference: Factored,
  { parts = 5, seed = 0, divisor = 'n-1', algebra = PLAIN_ALGEBRA, tick }: FrechetLineOptions = {},
): Promise<FrechetLine | null> {
  const n = countOf(samples)
  const most = Math.min(parts, Math.floor(n / 2))
  if (most < 2) return null
  const points: LinePoint[] = []
  let done = 0
  for (let k = 1; k <= most; k++) {
    const order = permutation({ seed, stream: STREAMS.bootstrap, sample: k, step: 4 }, n)
    const size = Math.floor(n / k)
    let sum = 0
    for (let part = 0; part < k; part++) {
      const rows = rowsAt(samples, order.subarray(part * size, (part + 1) * size).toSorted())
      sum += frechetBetween(factored(rows, { divisor, algebra }), reference, algebra).distance
      await tick?.(++done, (most * (most + 1)) / 2)
    }
    points.push({ n: size, parts: k, distance: sum / k })
  }
  return { ...leastSquares(points), points }
}

function leastSquares(points: readonly LinePoint[]): { value: number; slope: number } {
  const xs = points.map(({ n }) => 1 / n)
  const ys = points.map(({ distance }) => distance)
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const [x, y] = [mean(xs), mean(ys)]
  const slope =
    xs.reduce((sum, value, k) => sum + (value - x) * (ys[k] - y), 0) /
    xs.reduce((sum, value) => sum + (value - x) ** 2, 0)
  return { value: y - slope * x, slope }
}
