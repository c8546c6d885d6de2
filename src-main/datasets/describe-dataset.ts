/** A dataset in a few lines of plain JSON: what `anneal datasets` prints and a page shows. */
import type { Reading } from '#contract/import.ts'
import { countPerClass } from './class-counts.ts'
import { isUnbounded, type Dataset, type Lineage } from './dataset.ts'
import { pixelStatistics } from './pixel-statistics.ts'

export type DatasetDescription = {
  name: string
  hash: string
  count: number
  height: number
  width: number
  channels: number
  dtype: 'uint8' | 'float32'
  classes: { name: string; count: number }[]
  /** Mean and standard deviation below are in these units; null: the points' own. */
  dataRange: readonly [number, number] | null
  mean: number
  std: number
  perChannel: { mean: number; std: number }[]
  constantPixels: number
  lineage: Lineage | null
  /** Of data that were brought: what was guessed and converted. */
  reading: Reading | null
}

export function describeDataset(dataset: Dataset, dataRange: readonly [number, number] = [0, 1]): DatasetDescription {
  const { name, hash, count, height, width, channels, classes, pixels, lineage } = dataset
  const counts = countPerClass(dataset)
  const { mean, std, perChannel, constantPixels } = pixelStatistics(dataset, dataRange)
  return {
    name,
    hash,
    count,
    height,
    width,
    channels,
    dtype: pixels instanceof Uint8Array ? 'uint8' : 'float32',
    classes: classes.map((className, label) => ({ name: className, count: counts[label] })),
    dataRange: isUnbounded(dataset) ? null : dataRange,
    mean,
    std,
    perChannel,
    constantPixels,
    lineage: lineage ?? null,
    reading: dataset.reading ?? null,
  }
}
