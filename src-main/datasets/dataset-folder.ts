/** An imported dataset in a folder of its own, `<home>/datasets/<hash12>-<name>/`, written whole or not at all. */
import { mkdir, mkdtemp, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Refusal } from '#contract/refusal.ts'
import { cardOf, readCard, type DatasetCard } from './dataset-card.ts'
import { makeDataset, type Dataset } from './dataset.ts'
import { ownPrefix, PARTIAL, sweepAbandoned } from '#files/abandoned.ts'
import { parseNpy } from '#files/npy.ts'
import { fileRefusal, readWhole } from '#files/read-file.ts'
import { npyBytes, npyParts } from '#files/write-npy.ts'

/** Writes a file whole and onto the disk: history's `writeWhole`, handed in because history stands above this room. */
export type WriteWhole = (path: string, content: Uint8Array | Uint8Array[]) => void | Promise<void>

export const datasetsFolder = (home: string) => join(home, 'datasets')

/** The dataset's folder. One that is there already is checked and kept: same hash, same content. */
export async function saveDataset(home: string, dataset: Dataset, write: WriteWhole): Promise<string> {
  const parent = datasetsFolder(home)
  const target = join(parent, `${dataset.hash.slice(0, 12)}-${folderName(dataset.name)}`)
  let partial = ''
  try {
    await mkdir(parent, { recursive: true })
    if (await exists(target)) return await checked(target, dataset.hash)
    sweepAbandoned(parent, PARTIAL)
    partial = await mkdtemp(join(parent, ownPrefix(PARTIAL)))
    const { count, height, width, channels, pixels, labels } = dataset
    await write(join(partial, 'pixels.npy'), npyParts(pixels, [count, height, width, channels]))
    if (labels) await write(join(partial, 'labels.npy'), npyBytes(labels, [count]))
    await write(
      join(partial, 'dataset.json'),
      new TextEncoder().encode(`${JSON.stringify(cardOf(dataset), null, 2)}\n`),
    )
    await syncFolder(partial)
    await rename(partial, target)
    await syncFolder(parent)
    return target
  } catch (error) {
    if (partial) await rm(partial, { recursive: true, force: true })
    // Another process was faster.
    if (['EEXIST', 'ENOTEMPTY'].includes(String((error as { code?: unknown }).code)))
      return checked(target, dataset.hash)
    throw fileRefusal(error, target)
  }
}

/** Reads it back; refuses it when the content no longer has the hash under which it was saved. */
export async function loadDataset(folder: string): Promise<Dataset> {
  const { name, hash, count, height, width, channels, classes, has_labels, float_range, lineage, reading } =
    await readCard(folder)
  const read = async (file: string) => parseNpy(await readWhole(join(folder, file)), join(folder, file))
  const [pixels, labels] = await Promise.all([read('pixels.npy'), has_labels ? read('labels.npy') : null])
  const damaged = new Refusal(
    `${folder} is damaged: its content is not what was imported (hash ${hash}). Import it again.`,
    {
      field: folder,
      code: 'damaged',
    },
  )
  if (!(pixels.data instanceof Uint8Array || pixels.data instanceof Float32Array)) throw damaged
  if (String(pixels.shape) !== String([count, height, width, channels])) throw damaged
  if (labels && !(labels.data instanceof Uint8Array && labels.data.length === count)) throw damaged
  const dataset = makeDataset({
    name,
    height,
    width,
    channels,
    classes,
    labels: labels ? (labels.data as Uint8Array) : null,
    pixels: pixels.data,
    floatRange: float_range,
    ...(reading && { reading }),
    ...(lineage && {
      lineage: {
        sourceName: lineage.source_name,
        sourceHash: lineage.source_hash,
        step: lineage.step,
        spec: lineage.spec,
      },
    }),
  })
  if (dataset.hash !== hash) throw damaged
  return dataset
}

/** Cards of all imported datasets, by name. A folder whose card cannot be read is listed with the reason instead. */
export async function listDatasets(
  home: string,
): Promise<{ folder: string; card: DatasetCard | null; reason?: string }[]> {
  const parent = datasetsFolder(home)
  const names = await readdir(parent).catch(() => [])
  const folders = names.filter((name) => !name.startsWith('.')).map((name) => join(parent, name))
  const listed = await Promise.all(
    folders.map(async (folder) => {
      try {
        return { folder, card: await readCard(folder) }
      } catch (error) {
        if (error instanceof Refusal) return { folder, card: null, reason: error.message }
        throw error
      }
    }),
  )
  return listed.toSorted((a, b) => (a.card?.name ?? a.folder).localeCompare(b.card?.name ?? b.folder, 'en'))
}

async function checked(folder: string, hash: string): Promise<string> {
  const { hash: found } = await loadDataset(folder)
  if (found === hash) return folder
  throw new Refusal(`${folder} holds other data than its name says. Move it away, then import again.`, {
    field: folder,
    code: 'conflict',
  })
}

/** Safe on every file system: lower case, no separators, no leading dot, not too long. */
const folderName = (name: string) =>
  name.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 40) || 'dataset' // prettier-ignore

const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  )

/** Makes names in a folder durable. Windows cannot open folders and needs no such call. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
