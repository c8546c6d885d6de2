/** Index of the imported data sets: each has a folder under `datasets/` with its `card.json`. */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { parse } from '#contract/parse.ts'
import type { DatasetCard } from '#contract/requests.ts'
import type { ReadableDatabase, WritableDatabase } from './database.ts'
import type { Home } from './home.ts'
import { readJson } from './run-folder.ts'

const count = z.number().int().nonnegative()
const cardFile = z.looseObject({
  id: z.string().min(1),
  name: z.string().min(1),
  hash: z.string(),
  count,
  height: count,
  width: count,
  channels: count,
  classes: z.array(z.string()),
  classCounts: z.array(count),
  mean: z.number(),
  std: z.number(),
  builtIn: z.boolean(),
  lineage: z.string().nullable(),
})

export function prepareDatasetIndex(read: ReadableDatabase, write: WritableDatabase, home: Home) {
  const all = read.prepare('select card from datasets order by name, id')
  const put = write.prepare('insert or replace into datasets (id, name, hash, card) values (?, ?, ?, ?)')
  const drop = write.prepare('delete from datasets where id = ?')
  const clear = write.prepare('delete from datasets')
  const index = (card: DatasetCard) => put.run(card.id, card.name, card.hash, JSON.stringify(card))

  return {
    datasets: () => (all.all() as { card: string }[]).map(({ card }) => JSON.parse(card) as DatasetCard),
    /** Its folder with `card.json` is whole already. */
    indexDataset: (card: DatasetCard): void => void index(card),
    unindexDataset: (id: string): void => void drop.run(id),
    /** Makes the table anew from the folders. Call inside a transaction. */
    reindexDatasets(skip: (path: string, error: unknown) => void): number {
      clear.run()
      let found = 0
      for (const entry of readdirSync(home.datasets, { withFileTypes: true })) {
        const path = join(home.datasets, entry.name, 'card.json')
        if (!entry.isDirectory() || entry.name.startsWith('.') || !existsSync(path)) continue
        try {
          index(parse(cardFile, readJson(path), path) as DatasetCard)
          found++
        } catch (error) {
          skip(path, error)
        }
      }
      return found
    },
  }
}
