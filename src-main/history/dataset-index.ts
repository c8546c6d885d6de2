/** Index of the imported data sets: each has a folder under `datasets/` whose `dataset.json` is the truth about it. */
import { isDamage } from '#files/sqlite-damage.ts'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { parse } from '#contract/parse.ts'
import { type ReadableDatabase, type WritableDatabase } from './database.ts'
import type { Home } from './home.ts'
import { readJson } from './run-folder.ts'

const datasetFile = z.looseObject({ name: z.string().min(1), hash: z.string().min(1) })

/** `id` is the folder's name; `card` what its `dataset.json` says. */
export type IndexedDataset = { id: string; name: string; hash: string; card: Record<string, unknown> }

type Skip = (path: string, error: unknown) => void

export function prepareDatasetIndex(read: ReadableDatabase, write: WritableDatabase, home: Home) {
  const all = read.prepare('select * from datasets order by name, id')
  const put = write.prepare('insert or replace into datasets (id, name, hash, card) values (?, ?, ?, ?)')
  const drop = write.prepare('delete from datasets where id = ?')
  const clear = write.prepare('delete from datasets')
  const ids = write.prepare('select id from datasets').pluck()

  const pathOf = (id: string) => join(home.datasets, id, 'dataset.json')
  function index(id: string): void {
    const card = parse(datasetFile, readJson(pathOf(id)), pathOf(id))
    put.run(id, card.name, card.hash, JSON.stringify(card))
  }

  const folders = () =>
    readdirSync(home.datasets, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && existsSync(pathOf(entry.name)))
      .map((entry) => entry.name)

  /** False where it cannot be read: it is left out and named. */
  function indexFolder(id: string, skip: Skip): boolean {
    try {
      index(id)
      return true
    } catch (error) {
      if (isDamage(error)) throw error
      skip(pathOf(id), error)
      return false
    }
  }

  return {
    datasets: () =>
      (all.all() as { [K in keyof IndexedDataset]: string }[]).map((row): IndexedDataset => ({
        ...row,
        card: JSON.parse(row.card),
      })),
    /** After its folder was written whole, or taken away. */
    indexDataset(id: string): void {
      if (existsSync(pathOf(id))) index(id)
      else drop.run(id)
    },
    /** Makes the table anew from the folders. Call inside a transaction. */
    reindexDatasets(skip: Skip): number {
      clear.run()
      return folders().filter((id) => indexFolder(id, skip)).length
    },
    /** Rows for folders that have none, and none for folders that are gone. Call inside a transaction. */
    reconcileDatasets(skip: Skip): void {
      const known = new Set(ids.all() as string[])
      for (const id of folders()) if (!known.delete(id)) indexFolder(id, skip)
      for (const id of known) drop.run(id)
    },
  }
}
