/** Cards of data sets over restarts: describing MNIST reads and sums 47 million pixels. May be deleted, is made again. */
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { cacheFolder } from '#program/tensorflow-cache.mjs'
import type { DatasetCard } from '#contract/dataset-card.ts'
import { writeJson } from '#files/write-whole.ts'

/** One more whenever a card says other things. */
const FORMAT = 2

export type CardCache = ReturnType<typeof openCardCache>

/** `id` names content: what ships with this version of the program, or a folder whose name holds its hash. */
export function openCardCache(version: string, folder = cacheFolder()) {
  const file = join(folder, `dataset-cards-${FORMAT}-${version}.json`)
  let cards: Record<string, DatasetCard> | null = null
  const read = () => (cards ??= readCards(file))

  return {
    get: (id: string): DatasetCard | null => (Object.hasOwn(read(), id) ? read()[id] : null),
    put(id: string, card: DatasetCard): void {
      cards = { ...read(), [id]: card }
      try {
        mkdirSync(folder, { recursive: true })
        writeJson(file, cards)
      } catch {
        // No room, or not ours to write: it is described anew at the next start.
      }
    },
  }
}

function readCards(file: string): Record<string, DatasetCard> {
  try {
    const found: unknown = JSON.parse(readFileSync(file, 'utf8'))
    return typeof found === 'object' && found !== null ? (found as Record<string, DatasetCard>) : {}
  } catch {
    return {}
  }
}
