/** How far apart the data of a set lie: what the advisor asks of them, in [0, 1] or in a law's own units. */
import type { DatasetDistances } from '#contract/dataset-card.ts'
import { firstImages, type Dataset } from '../dataset.ts'
import { pixelStatistics } from '../pixel-statistics.ts'
import { pairwiseDistances } from '#theory/grids/distances.ts'
import { STREAMS } from '#theory/noise/philox.ts'

/** Pairs whose distances are sampled for the quantiles. */
const SAMPLED = 20_000
const RANGE = [0, 1] as const

export function distancesOf(dataset: Dataset, most = dataset.count): DatasetDistances {
  const begun = performance.now()
  const n = Math.min(most, dataset.count)
  const dimension = dataset.height * dataset.width * dataset.channels
  const images = firstImages(dataset, RANGE, n)
  const key = { seed: 0, stream: STREAMS.bootstrap, sample: 0, step: 0 }
  const distances = pairwiseDistances(images, n, dimension, SAMPLED, key)
  const dataStd = pixelStatistics(dataset, RANGE).std
  return { distances, dataStd, dimension, n, seconds: (performance.now() - begun) / 1000 }
}
