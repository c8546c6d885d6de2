/** What a measure finds in the reference, found once for each range that its pixels are put in: every arm and every comparison asks. */
import type { DataRange } from '#contract/schedule.ts'
import type { Dataset } from '#datasets/dataset.ts'

export function onceOfReference<T>(find: (reference: Dataset, range: DataRange) => T) {
  const known = new WeakMap<Dataset, Map<string, T>>()
  return (reference: Dataset, range: readonly [number, number]): T => {
    const found = known.get(reference) ?? new Map<string, T>()
    known.set(reference, found)
    const key = range.join()
    if (!found.has(key)) found.set(key, find(reference, range as DataRange))
    return found.get(key)!
  }
}
