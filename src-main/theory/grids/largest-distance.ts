/** The largest distance between two data of a set: found, and certified by ruling out every other pair. */

export type LargestDistance = {
  /** Reached by a pair of the set. */
  max: number
  /** No pair is further apart than this; equal to `max` when every pair has been compared or ruled out. */
  upperBound: number
  exact: boolean
  /** Pairs that no bound ruled out beforehand. */
  compared: number
}

/** Multiplications that the search may cost: about 20 seconds. */
export const MOST_WORK = 2e10

const SWEEPS = 8
/** Coordinates between two looks at whether a pair can still win. */
const STRIDE = 16
/** A bound must stay below the best by more than rounding to rule a pair out; products are of float32 numbers. */
const ROUNDING = 1e-12
const PRODUCT_ROUNDING = 2.4e-7

/**
 * `images`: n rows of d finite numbers. Sweeps from a far image to the one farthest from it give a pair; every other must then be shown
 * to be no further apart. With r the distance from the mean and y >= 0 the offset from the corner of the set's bounding box,
 *
 *   |a - b| <= r_a + r_b        and        |a - b|^2 = |y_a|^2 + |y_b|^2 - 2 y_a.y_b,
 *
 * where y_a.y_b only grows as coordinates are added: a pair is dropped as soon as enough of it is known, the brightest coordinates
 * first. 60,000 images of MNIST take seconds; data of which no pair stands out end at `mostWork`, with an upper bound.
 */
export function largestDistance(
  images: ArrayLike<number>,
  n: number,
  d: number,
  mostWork = MOST_WORK,
): LargestDistance {
  const { radii, corner, sign } = centreAndCorner(images, n, d)
  const squared = (i: number, j: number) => {
    let sum = 0
    for (let k = 0, a = i * d, b = j * d; k < d; k++, a++, b++) sum += (images[a] - images[b]) ** 2
    return sum
  }
  let best = sweep(squared, n, indexOfLargest(radii))

  const power = new Float64Array(d)
  const squares = new Float64Array(n)
  for (let i = 0; i < n; i++)
    for (let k = 0; k < d; k++) {
      const square = (images[i * d + k] - corner[k]) ** 2
      squares[i] += square
      power[k] += square
    }
  const [widest, longest] = [radii[indexOfLargest(radii)], squares[indexOfLargest(squares)]]
  const order = Uint32Array.from(
    Array.from(radii.keys()).filter((i) => (radii[i] + widest) ** 2 > best && squares[i] + longest > best),
  ).toSorted((i, j) => squares[j] - squares[i])
  const brightest = Uint32Array.from(power.keys()).toSorted((j, k) => power[k] - power[j])

  // candidates side by side, brightest coordinates first
  const m = order.length
  const rows = new Float32Array(m * d)
  for (let a = 0; a < m; a++)
    for (let k = 0; k < d; k++) rows[a * d + k] = sign * (images[order[a] * d + brightest[k]] - corner[brightest[k]])
  const length = Float64Array.from(order, (i) => squares[i])
  const radius = Float64Array.from(order, (i) => radii[i])

  let [compared, work] = [0, 0]
  for (let a = 0; a < m; a++) {
    if (work > mostWork) {
      const left = radius.slice(a).toSorted()
      const open = Math.min(Math.sqrt(length[a] + (length[a + 1] ?? 0)), left[m - a - 1] + (left[m - a - 2] ?? 0))
      const max = Math.sqrt(best)
      return { max, upperBound: Math.max(max, open), exact: open <= max, compared }
    }
    for (let b = a + 1; b < m; b++) {
      const both = length[a] + length[b]
      if (both <= best * (1 - ROUNDING)) break
      if ((radius[a] + radius[b]) ** 2 <= best * (1 - ROUNDING)) continue
      compared += 1
      // the pair is out once y_a.y_b reaches this
      const enough = (both * (1 + PRODUCT_ROUNDING) - best) / 2
      let product = 0
      let k = 0
      while (k < d && product < enough) {
        const end = Math.min(d, k + STRIDE)
        for (let p = a * d + k, q = b * d + k; k < end; k++, p++, q++) product += rows[p] * rows[q]
      }
      work += k
      if (product < enough) best = Math.max(best, squared(order[a], order[b]))
    }
  }
  const max = Math.sqrt(best)
  return { max, upperBound: max, exact: true, compared }
}

/** The square of the largest distance met on a walk from an image to the one farthest from it, and on. */
function sweep(squared: (i: number, j: number) => number, n: number, start: number): number {
  let [at, best] = [start, 0]
  for (let round = 0; round < SWEEPS; round++) {
    let [far, farthest] = [at, 0]
    for (let j = 0; j < n; j++) {
      const distance = squared(at, j)
      if (distance > farthest) [far, farthest] = [j, distance]
    }
    best = Math.max(best, farthest)
    if (far === at) break
    at = far
  }
  return best
}

/** Distances from the mean, and the corner of the bounding box (least or largest of each coordinate) that lies nearer to it. */
function centreAndCorner(images: ArrayLike<number>, n: number, d: number) {
  const mean = new Float64Array(d)
  const low = new Float64Array(d).fill(Infinity)
  const high = new Float64Array(d).fill(-Infinity)
  for (let i = 0; i < n; i++)
    for (let k = 0; k < d; k++) {
      const value = images[i * d + k]
      mean[k] += value / n
      if (value < low[k]) low[k] = value
      if (value > high[k]) high[k] = value
    }
  const radii = Float64Array.from({ length: n }, (_, i) => {
    let sum = 0
    for (let k = 0; k < d; k++) sum += (images[i * d + k] - mean[k]) ** 2
    return Math.sqrt(sum)
  })
  const away = (corner: Float64Array) => corner.reduce((sum, value, k) => sum + (value - mean[k]) ** 2, 0)
  return away(low) <= away(high) ? { radii, corner: low, sign: 1 } : { radii, corner: high, sign: -1 }
}

const indexOfLargest = (values: Float64Array) => values.reduce((at, value, i) => (value > values[at] ? i : at), 0)
