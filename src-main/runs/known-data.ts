/** Whether the data that a run names are there, asked before it is queued. */
import { existsSync } from 'node:fs'
import { nearestName } from '#contract/nearest-name.ts'
import { Refusal } from '#contract/refusal.ts'
import { callerPath } from '#files/caller-path.ts'
import { LAW_NAMES } from '#datasets/law-dataset.ts'
import { TEXTURE } from '#datasets/texture-dataset.ts'
import type { Surroundings } from './references.ts'

/** Names that need no import. */
const ALWAYS = ['mnist', ...LAW_NAMES, TEXTURE]

type Named = { name: string; split?: 'train' | 'test'; path?: string }

/** The same with a whole path. Refuses a path where nothing is, and a name that is neither built in nor imported. */
export function knownData<D extends Named>(dataset: D, field: string, { history }: Surroundings): D {
  if (dataset.path !== undefined) {
    const path = callerPath(dataset.path)
    if (existsSync(path)) return { ...dataset, path }
    throw new Refusal(`${field}.path: there is nothing at ${path}.`, { field: `${field}.path`, code: 'not-found' })
  }
  if (ALWAYS.includes(dataset.name)) return dataset
  const imported = history.read.datasets()
  const name = dataset.name === 'cifar10' ? `cifar10-${dataset.split ?? 'train'}` : dataset.name
  if (imported.some((one) => one.name === name || one.hash.startsWith(name))) return dataset
  const nearest = nearestName(name, [...ALWAYS, ...imported.map((one) => one.name)])
  throw new Refusal(
    `${field}.name: there is no data set ${name}. ${nearest} Import it with \`anneal datasets import FILE name=${name}\`, or give its folder or file with path.`,
    { field: `${field}.name`, code: 'not-found' },
  )
}
