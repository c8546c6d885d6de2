/** The hash of data as it is now, for the question whether a run was made from the same. Reading takes a moment, so an answer is held. */
import { toCamel } from '#contract/casing.ts'
import type { DatasetConfig } from '#contract/dataset.ts'
import { Refusal } from '#contract/refusal.ts'
import { BUILT_IN_NAMES } from '#datasets/dataset-names.ts'
import { openDataset, openTestSplit, type DatasetSpec } from '#datasets/open-dataset.ts'
import type { MadeFromDataset } from '#history/made-from.ts'

/** Null where it cannot be opened, or there is no such split. */
export type DatasetHashes = (spec: MadeFromDataset['spec'], of: MadeFromDataset['of']) => Promise<string | null>

/** What ships with the program and what a law draws stay as they are; other data may be changed while the program runs. */
const heldFor = ({ name, path }: DatasetSpec): number =>
  path === undefined && BUILT_IN_NAMES.includes(name) ? Infinity : 60_000

export function openDatasetHashes(home: string): DatasetHashes {
  const known = new Map<string, { at: number; hash: Promise<string | null> }>()

  async function read(spec: DatasetSpec, of: MadeFromDataset['of']): Promise<string | null> {
    try {
      const dataset = await openDataset(spec, { home })
      if (of === 'use') return dataset.hash
      const split = await openTestSplit(spec, dataset, { home })
      return 'missing' in split ? null : split.hash
    } catch (error) {
      if (error instanceof Refusal) return null
      throw error
    }
  }

  return (spec, of) => {
    const key = JSON.stringify([of, spec])
    const asked = toCamel(spec as unknown as DatasetConfig) as DatasetSpec
    const before = known.get(key)
    if (before && performance.now() - before.at < heldFor(asked)) return before.hash
    const hash = read(asked, of)
    known.set(key, { at: performance.now(), hash })
    return hash
  }
}
