/** Data sets as the page lists them: what ships with Anneal first, then what was imported. */
import type { DatasetCard } from '#contract/dataset-card.ts'
import { describeDataset } from '../describe-dataset.ts'
import type { Dataset } from '../dataset.ts'
import type { DatasetSpec } from '../open-dataset.ts'

export const BUILT_IN: readonly { id: string; spec: DatasetSpec }[] = [
  { id: 'mnist-train', spec: { name: 'mnist', split: 'train' } },
  { id: 'mnist-test', spec: { name: 'mnist', split: 'test' } },
  { id: 'mixture', spec: { name: 'mixture' } },
  { id: 'rings', spec: { name: 'rings' } },
  { id: 'banana', spec: { name: 'banana' } },
]

/** Mean and standard deviation of pictures are in [0, 1], of points in their own units. */
export function cardOf(id: string, dataset: Dataset): DatasetCard {
  const { name, hash, count, height, width, channels, classes, mean, std, lineage, reading } = describeDataset(dataset)
  return {
    id,
    name,
    hash,
    count,
    height,
    width,
    channels,
    classes: classes.map((one) => one.name),
    classCounts: classes.map((one) => one.count),
    mean,
    std,
    builtIn: BUILT_IN.some((known) => known.id === id),
    lineage: lineage && `${lineage.step} of ${lineage.sourceName}: ${JSON.stringify(lineage.spec)}`,
    reading,
  }
}
