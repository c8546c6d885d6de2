/** Answers what a page asks of data sets. The reading is done by the desk's process; the index of them is the history's. */
import { toCamel } from '#contract/casing.ts'
import type { DatasetCard, Emit, Handlers } from '#contract/requests.ts'
import type { SubsetSpec } from '#datasets/subset.ts'
import type { History } from '#history/history.ts'
import { BUILT_IN } from './dataset-cards.ts'
import type { DatasetDesk } from './dataset-desk.ts'

type DatasetRequests = Extract<keyof Handlers, `datasets/${string}`>

export function datasetHandlers(history: History, desk: DatasetDesk, emit: Emit): Pick<Handlers, DatasetRequests> {
  /** What is listed was described once; a folder never changes what it holds. */
  const cards = new Map<string, Promise<DatasetCard>>()
  function cardOf(id: string): Promise<DatasetCard> {
    const known = cards.get(id) ?? desk.ask('card', { id })
    cards.set(id, known)
    known.catch(() => cards.delete(id))
    return known
  }
  function kept({ folder, card }: { folder: string; card: DatasetCard }): DatasetCard {
    history.indexDataset(folder)
    cards.set(folder, Promise.resolve(card))
    return card
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
    'datasets/proportions': ({ id, subset }) => desk.ask('proportions', { id, subset: toCamel(subset) as SubsetSpec }),
    'datasets/subset': async ({ id, name, subset }) =>
      kept(await desk.ask('subset', { id, name, subset: toCamel(subset) as SubsetSpec })),
    'datasets/import': async (input) => {
      const { path } = input
      return kept(await desk.ask('import', input, (done, total) => emit('datasets/progress', { path, done, total })))
    },
  }
}
