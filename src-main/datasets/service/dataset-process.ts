/**
 * The process that reads data sets for the doors: millions of pixels, foreign files and, for a spectrum, TensorFlow, none of
 * which belongs into the process that holds the window. Answers one question at a time.
 */
import { basename, join } from 'node:path'
import type { DatasetCard, DatasetDistances, ImportPreview, PictureValues } from '#contract/dataset-card.ts'
import type { ImportFields } from '#contract/import.ts'
import type { DatasetConfig } from '#contract/dataset.ts'
import type { DataFacts } from '#contract/score-facts.ts'
import { toCamel } from '#contract/casing.ts'
import { Refusal } from '#contract/refusal.ts'
import type { Dataset } from '../dataset.ts'
import { datasetsFolder, loadDataset, saveDataset } from '../dataset-folder.ts'
import { readSource } from '../import-source.ts'
import { openDataset, type DatasetSpec } from '../open-dataset.ts'
import { subsetCounts, subsetOf, type SubsetSpec } from '../subset.ts'
import { carryError, type CarriedError } from '#workers/carried-error.ts'
import { openParentChannel } from '#workers/parent-channel.ts'
import { writeWhole } from '#files/write-whole.ts'
import { BUILT_IN, cardOf } from './dataset-cards.ts'
import { distancesOf } from './dataset-distances.ts'
import { factsOf } from './dataset-facts.ts'
import { pictureOf, pictureValues } from './dataset-pictures.ts'
import { previewOf } from './import-preview.ts'
import { spectrumOf } from './dataset-spectrum.ts'

type Source = { path: string; fields: ImportFields }
export type DeskTasks = {
  card: { in: { id: string }; out: DatasetCard }
  thumbnails: { in: { id: string }; out: Uint8Array }
  spectrum: { in: { id: string }; out: { eigenvalues: number[]; dataRange: readonly [number, number]; n: number } }
  distances: { in: { id: string }; out: DatasetDistances }
  facts: { in: { dataset: DatasetConfig }; out: DataFacts }
  image: { in: { id: string; index: number }; out: PictureValues }
  proportions: { in: { id: string; subset: SubsetSpec }; out: { counts: number[] } }
  subset: { in: { id: string; name: string; subset: SubsetSpec }; out: { folder: string; card: DatasetCard } }
  inspect: { in: Source; out: ImportPreview }
  import: { in: Source; out: { folder: string; card: DatasetCard } }
}
/** `input` as the task of that name takes it; `DatasetDesk.ask` holds the two together. */
export type DeskQuestion = { id: number; task: keyof DeskTasks; input: unknown }
export type DeskAnswer =
  | { id: number; value: unknown }
  | { id: number; progress: { done: number; total: number } }
  | { id: number; error: CarriedError }
type Tell = (done: number, total: number) => void

const home = process.argv[2]!
/** The data set asked for last: a subset is built by asking for it many times. */
let held: { id: string; dataset: Dataset } | null = null

/** What was last looked at before being kept: kept is what was seen. */
let looked: { key: string; dataset: Dataset } | null = null
/** A name changes nothing of what is read. */
const keyOf = ({ path, fields }: Source) => JSON.stringify([path, Object.entries({ ...fields, name: '' }).toSorted()])

async function open(id: string): Promise<Dataset> {
  if (held?.id !== id) {
    held = null
    const builtIn = BUILT_IN.find((known) => known.id === id)
    if (!builtIn && basename(id) !== id)
      throw new Refusal(`There is no data set ${id}.`, { field: 'id', code: 'not-found' })
    const dataset = builtIn
      ? await openDataset(builtIn.spec, { home })
      : await loadDataset(join(datasetsFolder(home), id))
    held = { id, dataset }
  }
  return held.dataset
}

async function keep(dataset: Dataset): Promise<{ folder: string; card: DatasetCard }> {
  const folder = basename(await saveDataset(home, dataset, (path, bytes) => writeWhole(path, bytes)))
  return { folder, card: cardOf(folder, dataset) }
}

const TASKS: { [N in keyof DeskTasks]: (input: DeskTasks[N]['in'], tell: Tell) => Promise<DeskTasks[N]['out']> } = {
  card: async ({ id }) => cardOf(id, await open(id)),
  thumbnails: async ({ id }) => pictureOf(await open(id)),
  spectrum: async ({ id }) => spectrumOf(await open(id)),
  distances: async ({ id }) => distancesOf(await open(id)),
  facts: async ({ dataset }) => factsOf(await openDataset(toCamel(dataset) as DatasetSpec, { home })),
  image: async ({ id, index }) => pictureValues(await open(id), index),
  proportions: async ({ id, subset }) => ({ counts: subsetCounts(await open(id), subset) }),
  subset: async ({ id, name, subset }) => keep({ ...subsetOf(await open(id), subset), name }),
  async inspect(source, tell) {
    looked = null
    const told: { uses: string[]; passedOver: string[] } = { uses: [], passedOver: [] }
    const dataset = await readSource(source.path, {
      ...source.fields,
      onProgress: tell,
      onUses: (uses) => (told.uses = uses),
      onPassedOver: (names) => (told.passedOver = names),
    })
    looked = { key: keyOf(source), dataset }
    return previewOf(dataset, told)
  },
  async import(source, tell) {
    const { path, fields } = source
    const seen = looked?.key === keyOf(source) ? looked.dataset : null
    const dataset = seen ?? (await readSource(path, { ...fields, onProgress: tell }))
    const kept = await keep(fields.name ? { ...dataset, name: fields.name } : dataset)
    looked = null
    return kept
  },
}

const { post, listen } = openParentChannel<DeskAnswer, DeskQuestion>()

async function answer({ id, task, input }: DeskQuestion): Promise<void> {
  let toldAt = 0
  const tell: Tell = (done, total) => {
    if (done < total && performance.now() - toldAt < 100) return
    toldAt = performance.now()
    post({ id, progress: { done, total } })
  }
  try {
    post({ id, value: await (TASKS[task] as (input: unknown, tell: Tell) => Promise<unknown>)(input, tell) })
  } catch (error) {
    post({ id, error: carryError(error) })
  }
}

let turn = Promise.resolve()
listen((question) => void (turn = turn.then(() => answer(question))))
