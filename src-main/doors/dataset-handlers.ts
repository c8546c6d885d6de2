/** Answers what a page asks of data sets. The reading is done by the desk's process; the index of them is the history's. */
import { toCamel } from '#contract/casing.ts'
import type { ImportFields, ImportSource } from '#contract/import.ts'
import { Refusal } from '#contract/refusal.ts'
import type { DatasetCard } from '#contract/dataset-card.ts'
import type { Emit, Handlers } from '#contract/requests.ts'
import type { SubsetSpec } from '#datasets/subset.ts'
import { openFolderTrash } from '#history/folder-trash.ts'
import type { History } from '#history/history.ts'
import type { Home } from '#history/home.ts'
import type { CardCache } from '#datasets/service/card-cache.ts'
import { BUILT_IN } from '#datasets/service/dataset-cards.ts'
import type { DatasetDesk } from '#datasets/service/dataset-desk.ts'
import type { Uploads } from './uploads.ts'

type DatasetRequests = Extract<keyof Handlers, `datasets/${string}`>
type Rooms = { history: History; home: Home; desk: DatasetDesk; uploads: Uploads; cards: CardCache; emit: Emit }

export function datasetHandlers({ history, home, desk, uploads, cards, emit }: Rooms): Pick<Handlers, DatasetRequests> {
  const trash = openFolderTrash(home.datasets, { what: 'imported data set', field: 'id', hashed: true })
  /** What is listed was described once; a folder never changes what it holds. */
  const asked = new Map<string, Promise<DatasetCard>>()
  function cardOf(id: string): Promise<DatasetCard> {
    const known = asked.get(id) ?? describe(id)
    asked.set(id, known)
    known.catch(() => asked.delete(id))
    return known
  }
  async function describe(id: string): Promise<DatasetCard> {
    const kept = cards.get(id)
    if (kept) return kept
    const card = await desk.ask('card', { id })
    cards.put(id, card)
    return card
  }
  function keep({ folder, card }: { folder: string; card: DatasetCard }): DatasetCard {
    history.indexDataset(folder)
    asked.set(folder, Promise.resolve(card))
    return card
  }
  /** What the desk makes of a source, whose files the page knows by their own names. */
  async function ofSource<T extends 'inspect' | 'import'>(task: T, { path, upload, fields = {} }: ImportSource) {
    const tell = (done: number, total: number) => emit('datasets/progress', { source: upload ?? path!, done, total })
    try {
      const given = toCamel(fields) as ImportFields
      const from = upload === undefined ? { path: path! } : uploads.arraysOf(upload, given.labelsPath)
      const { path: whole, ...labels } = from
      return await desk.ask(task, { path: whole, fields: { ...given, ...labels } }, tell)
    } catch (error) {
      throw upload === undefined ? error : uploads.errorForPage(upload, error)
    }
  }

  return {
    'datasets/list': async () => {
      const ids = [...BUILT_IN.map(({ id }) => id), ...history.read.datasets().map(({ id }) => id)]
      const found = await Promise.allSettled(ids.map(cardOf))
      // One damaged folder must not hide the others; those who open it are told.
      return found.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
    },
    'datasets/thumbnails': (input) => desk.ask('thumbnails', input),
    'datasets/spectrum': (input) => desk.ask('spectrum', input),
    'datasets/distances': (input) => desk.ask('distances', input),
    'datasets/image': (input) => desk.ask('image', input),
    'datasets/proportions': ({ id, subset }) => desk.ask('proportions', { id, subset: toCamel(subset) as SubsetSpec }),
    'datasets/subset': async ({ id, name, subset }) =>
      keep(await desk.ask('subset', { id, name, subset: toCamel(subset) as SubsetSpec })),
    'datasets/inspect': (source) => ofSource('inspect', source),
    'datasets/import': async (source) => keep(await ofSource('import', source)),
    'datasets/remove': ({ id }) => {
      const { name } = history.read.datasets().find((one) => one.id === id) ?? { name: id }
      const using = [...history.read.queue(), ...history.read.open()].find((run) => usesDataset(history, run.id, name))
      if (using)
        throw new Refusal(`Run ${using.number} is ${using.state} and works on ${name}. Cancel it first.`, {
          field: 'id',
          code: 'conflict',
        })
      trash.remove(id)
      history.indexDataset(id)
      return { removed: true }
    },
    'datasets/restore': ({ id }) => {
      trash.restore(id)
      history.indexDataset(id)
      return cardOf(id)
    },
  }
}

function usesDataset({ read }: History, run: string, name: string): boolean {
  const config = read.configOf(run)
  return 'dataset' in config && config.dataset?.name === name
}
