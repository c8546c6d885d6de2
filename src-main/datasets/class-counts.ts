/** How many images each class of a dataset has. */
import type { Dataset } from './dataset.ts'

/** One count per class, in the order of `classes`; empty where there are none. */
export function countPerClass({ classes, labels }: Pick<Dataset, 'classes' | 'labels'>): number[] {
  const counts = classes.map(() => 0)
  for (const label of labels ?? []) counts[label]++
  return counts
}
