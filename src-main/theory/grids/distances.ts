/** Distances between the data of a set: the largest, as exactly as a budget allows, and quantiles from sampled pairs. */

import { Refusal } from '#contract/refusal.ts'
import { integers, type NoiseKey } from '../noise/philox.ts'
import { quantile } from '../statistics/bootstrap.ts'

export type Distances = {
  /** Largest distance found, reached by a pair of the set. */
  max: number
  /** No pair is further apart than this; equal to `max` when every pair has been compared or ruled out. */
  upperBound: number
  exact: boolean
  /** Pairs compared one by one in the search for the largest. */
  compared: number
  /** Of `sampled` random pairs: median, 90 %, 99 % and the largest. */
  quantiles: { median: number; q90: number; q99: number; max: number }
  sampled: number
}

const SWEEPS = 8

/**
 * `images`: n rows of d numbers. Quantiles come from `sampleSize` pairs drawn by `key`. The largest distance: sweeps from a far
 * image to the one farthest from it give a pair; then images are taken by falling distance r from the mean, and pairs with
 * r_i + r_j <= the best are ruled out by the triangle inequality, until none is left (exact) or `maxPairs` have been compared. About
 * 5e5 pairs a second at d = 784.
 */
export function pairwiseDistances(
  images: ArrayLike<number>,
  n: number,
  d: number,
  sampleSize: number,
  key: NoiseKey,
  maxPairs = 5e6,
): Distances {
  if (!(Number.isInteger(n) && n >= 2 && Number.isInteger(d) && d >= 1 && images.length === n * d))
    throw new Refusal(`Distances need at least 2 images of d numbers; got ${images.length} numbers for ${n} x ${d}.`, {
      field: 'images',
    })
  if (!(Number.isInteger(sampleSize) && sampleSize >= 1 && sampleSize <= 1e7))
    throw new Refusal(`sampleSize must be a whole number from 1 to 1e7; got ${sampleSize}.`, { field: 'sample_size' })
  const squared = (i: number, j: number) => {
    let sum = 0
    for (let k = 0, a = i * d, b = j * d; k < d; k++, a++, b++) {
      const difference = images[a] - images[b]
      sum += difference * difference
    }
    return sum
  }

  const first = integers(key, n, sampleSize)
  const other = integers({ ...key, step: key.step + 1 }, n - 1, sampleSize)
  const sample = Float64Array.from(first, (i, k) =>
    Math.sqrt(squared(i, other[k] < i ? other[k] : other[k] + 1)),
  ).toSorted()

  const radii = radiiOf(images, n, d)
  if (!radii.every(Number.isFinite))
    throw new Refusal('An image holds a number that is not finite.', { field: 'images' })
  const order = Uint32Array.from(radii.keys()).toSorted((i, j) => radii[j] - radii[i])
  let best = sample[sample.length - 1] ** 2
  let at = order[0]
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    let [far, farthest] = [at, 0]
    for (let j = 0; j < n; j++) {
      const distance = squared(at, j)
      if (distance > farthest) [far, farthest] = [j, distance]
    }
    best = Math.max(best, farthest)
    if (far === at) break
    at = far
  }

  let compared = 0
  /** Largest r_i + r_j of a pair not compared; 0 when none is left. */
  let open = 0
  for (let a = 0; a < n && open === 0; a++)
    for (let b = a + 1; b < n; b++) {
      const bound = radii[order[a]] + radii[order[b]]
      if (bound * bound <= best) break
      if (compared === maxPairs) {
        open = Math.max(bound, radii[order[a + 1]] + radii[order[Math.min(a + 2, n - 1)]])
        break
      }
      compared += 1
      best = Math.max(best, squared(order[a], order[b]))
    }
  const max = Math.sqrt(best)
  return {
    max,
    upperBound: Math.max(max, open),
    exact: open === 0,
    compared,
    quantiles: {
      median: quantile(sample, 0.5),
      q90: quantile(sample, 0.9),
      q99: quantile(sample, 0.99),
      max: sample[sample.length - 1],
    },
    sampled: sampleSize,
  }
}

/** Distance of each image from the mean of all. */
function radiiOf(images: ArrayLike<number>, n: number, d: number): Float64Array {
  const mean = new Float64Array(d)
  for (let i = 0; i < n; i++) for (let k = 0; k < d; k++) mean[k] += images[i * d + k] / n
  return Float64Array.from({ length: n }, (_, i) => {
    let sum = 0
    for (let k = 0; k < d; k++) sum += (images[i * d + k] - mean[k]) ** 2
    return Math.sqrt(sum)
  })
}
