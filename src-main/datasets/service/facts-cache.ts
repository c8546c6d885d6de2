/** Facts of data sets over restarts: each costs seconds. May be deleted, is made again. */
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { cacheFolder } from '#program/tensorflow-cache.mjs'
import type { DatasetConfig } from '#contract/dataset.ts'
import type { DataFacts } from '#contract/score-facts.ts'
import { writeJson } from '#files/write-whole.ts'
import type { DatasetDesk } from './dataset-desk.ts'

/** One more whenever facts say other things. */
const FORMAT = 1

/** `identityOf`: what content a configuration names, as the hash of an imported set; null where a path may hold anything by now. */
export function openFactsCache(
  { ask }: Pick<DatasetDesk, 'ask'>,
  { version, identityOf, folder = cacheFolder() }: { version: string; identityOf: (dataset: DatasetConfig) => string | null; folder?: string },
) {
  const file = join(folder, `dataset-facts-${FORMAT}-${version}.json`)
  const asked = new Map<string, Promise<DataFacts>>()
  let kept: Record<string, DataFacts> | null = null
  const read = () => (kept ??= readKept(file))

  return function factsOf(dataset: DatasetConfig): Promise<DataFacts> {
    const identity = identityOf(dataset)
    if (identity === null) return ask('facts', { dataset })
    const key = JSON.stringify([identity, dataset])
    if (Object.hasOwn(read(), key)) return Promise.resolve(read()[key])
    const asking = asked.get(key) ?? ask('facts', { dataset })
    asked.set(key, asking)
    asking.then(
      (facts) => keep(key, facts),
      () => asked.delete(key),
    )
    return asking
  }

  function keep(key: string, facts: DataFacts): void {
    kept = { ...read(), [key]: facts }
    try {
      mkdirSync(folder, { recursive: true })
      writeJson(file, kept)
    } catch {
      // No room, or not ours to write: they are found anew at the next start.
    }
  }
} // prettier-ignore

function readKept(file: string): Record<string, DataFacts> {
  try {
    const found: unknown = JSON.parse(readFileSync(file, 'utf8'))
    return typeof found === 'object' && found !== null ? (found as Record<string, DataFacts>) : {}
  } catch {
    return {}
  }
}
