/** Whether the data that a run names are there, asked before it is queued. */
import { existsSync } from 'node:fs'
import { nearestName } from '#contract/nearest-name.ts'
import { Refusal } from '#contract/refusal.ts'
import { callerPath } from '#files/caller-path.ts'
import { BUILT_IN_NAMES, importedName } from '#datasets/dataset-names.ts'
import type { Surroundings } from './references.ts'

type Named = { name: string; split?: 'train' | 'test'; path?: string }

/** The same with a whole path. Refuses a path where nothing is, and a name that is neither built in nor imported. */
export function knownData<D extends Named>(dataset: D, field: string, { history }: Surroundings): D {
  if (dataset.path !== undefined) {
    const path = callerPath(dataset.path)
    if (existsSync(path)) return { ...dataset, path }
    throw new Refusal(`${field}.path: there is nothing at ${path}.`, { field: `${field}.path`, code: 'not-found' })
  }
  if (BUILT_IN_NAMES.includes(dataset.name)) return dataset
  const imported = history.read.datasets()
  const name = importedName(dataset.name, dataset.split)
  if (imported.some((one) => one.name === name || one.hash.startsWith(name))) return dataset
  const nearest = nearestName(name, [...BUILT_IN_NAMES, ...imported.map((one) => one.name)])
  throw new Refusal(
    `${field}.name: there is no data set ${name}. ${nearest} Import it with \`anneal datasets import FILE name=${name}\`, or give its folder or file with path.`,
    { field: `${field}.name`, code: 'not-found' },
  )
}

/** What content a configuration names: that of this version, or the hash of what was imported; null where a path may hold anything by now. */
export function contentNamed(
  { name, split, path }: Named,
  imported: readonly { name: string; hash: string }[],
): string | null {
  if (path !== undefined) return null
  if (BUILT_IN_NAMES.includes(name)) return 'built-in'
  const wanted = importedName(name, split)
  return imported.find((one) => one.name === wanted || one.hash.startsWith(wanted))?.hash ?? null
}
