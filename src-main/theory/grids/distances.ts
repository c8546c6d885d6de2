/** Distances between the data of a set: the largest, certified, and quantiles of sampled pairs. */

import { Refusal } from '#contract/refusal.ts'
import { integers, type NoiseKey } from '../noise/philox.ts'
import { quantile } from '../statistics/bootstrap.ts'
import { largestDistance, type LargestDistance } from './largest-distance.ts'

export type Distances = LargestDistance & {
  /** Of `sampled` random pairs: median, 90 %, 99 % and the largest. */
  quantiles: { median: number; q90: number; q99: number; max: number }
  sampled: number
}

/** `images`: n rows of d numbers; `sampleSize` pairs are drawn by `key`; `mostWork` bounds the search for the largest. */
export function pairwiseDistances(
  images: ArrayLike<number>,
  n: number,
  d: number,
  sampleSize: number,
  key: NoiseKey,
  mostWork?: number,
): Distances {
  if (!(Number.isInteger(n) && n >= 2 && Number.isInteger(d) && d >= 1 && images.length === n * d))
    throw new Refusal(`Distances need at least 2 images of d numbers; got ${images.length} numbers for ${n} x ${d}.`, {
      field: 'images',
    })
  if (!(Number.isInteger(sampleSize) && sampleSize >= 1 && sampleSize <= 1e7))
    throw new Refusal(`sampleSize must be a whole number from 1 to 1e7; got ${sampleSize}.`, { field: 'sample_size' })
  for (let i = 0; i < images.length; i++)
    if (!Number.isFinite(images[i]))
      throw new Refusal('An image holds a number that is not finite.', { field: 'images' })

  const first = integers(key, n, sampleSize)
  const other = integers({ ...key, step: key.step + 1 }, n - 1, sampleSize)
  const sample = Float64Array.from(first, (i, k) => {
    const j = other[k] < i ? other[k] : other[k] + 1
    let sum = 0
    for (let a = i * d, b = j * d; a < (i + 1) * d; a++, b++) sum += (images[a] - images[b]) ** 2
    return Math.sqrt(sum)
  }).toSorted()
  return {
    ...largestDistance(images, n, d, mostWork),
    quantiles: {
      median: quantile(sample, 0.5),
      q90: quantile(sample, 0.9),
      q99: quantile(sample, 0.99),
      max: sample[sample.length - 1],
    },
    sampled: sampleSize,
  }
}

/** The same distances in units in which they are `factor` times as large. */
export const scaledDistances = (distances: Distances, factor: number): Distances => ({
  ...distances,
  max: factor * distances.max,
  upperBound: factor * distances.upperBound,
  quantiles: {
    median: factor * distances.quantiles.median,
    q90: factor * distances.quantiles.q90,
    q99: factor * distances.quantiles.q99,
    max: factor * distances.quantiles.max,
  },
})
