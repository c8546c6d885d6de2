/** Reads data that a user brings, whatever its format; the content says which it is, not the name. */
import { readdir, stat } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { importSpec, type ImportFields } from '#contract/import.ts'
import { Refusal } from '#contract/refusal.ts'
import { openArrayDataset } from './array-dataset.ts'
import { openCifar10 } from './cifar-binary.ts'
import { isCifar100, openCifar100 } from './cifar100-binary.ts'
import { loadDataset } from './dataset-folder.ts'
import type { Dataset } from './dataset.ts'
import { refuseUnused } from './import-fields.ts'
import { labelsBeside, openIdxDataset } from './idx-dataset.ts'
import { holdsIdx, openIdxFolder } from './idx-folder.ts'
import { openImageFolder } from './image-folder.ts'
import { onlySize } from './picture-sizes.ts'
import { refusePickle } from '#files/pickle.ts'
import { fileRefusal, firstBytes } from '#files/read-file.ts'

export type ImportOptions = ImportFields & {
  /** Told which fields the format of the source makes use of, also where it is refused after all. */
  onUses?: (fields: string[]) => void
  /** Files of a folder of pictures that are none, and were left where they are. */
  onPassedOver?: (names: string[]) => void
  onProgress?: (done: number, total: number) => void
  signal?: AbortSignal
}

/**
 * A CIFAR-10 folder, a folder of pictures (`size` needed where they differ), a dataset folder of ours, .npy, .npz, or IDX images. A field that the format
 * makes no use of is refused.
 */
export async function readSource(path: string, options: ImportOptions = {}): Promise<Dataset> {
  const dataset = (await isFolder(path)) ? await readFolder(path, options) : await readFile(path, options)
  return options.name ? { ...dataset, name: options.name } : dataset
}

async function readFolder(folder: string, options: ImportOptions): Promise<Dataset> {
  const names = await readdir(folder)
  const { split } = options
  if (names.includes('dataset.json')) {
    refuseUnused('dataset', options, folder)
    return loadDataset(folder)
  }
  if (names.some((name) => /^(data_batch_\d+|test_batch)(\.bin)?$/.test(name))) {
    refuseUnused('cifar', options, folder)
    return openCifar10(folder, split)
  }
  if (isCifar100(names)) {
    refuseUnused('cifar', options, folder)
    return openCifar100(folder, split)
  }
  if (holdsIdx(names)) {
    refuseUnused('idx-folder', options, folder)
    return openIdxFolder(folder, names, split, options)
  }
  refuseUnused('pictures', options, folder)
  const { channels = 3, kernel = 'lanczos3', grey, alpha, floatRange: range, clip } = options
  if (grey && channels !== 1)
    throw new Refusal('grey is of colour that becomes grey. Give channels=1 too, or leave grey out.', { field: 'grey' })
  if (clip && !range)
    throw new Refusal('clip needs the range to clip to. Give float_range too, such as float_range=[0,1].', {
      field: 'clip',
    })
  const { onProgress, onPassedOver, signal } = options
  const defaulted = (['size', 'channels', 'kernel', 'grey', 'alpha'] as const).filter(
    (field) => options[field] === undefined,
  )
  const size = options.size ?? (await onlySize(folder))
  const choice = { size, channels, kernel, grey, alpha, range, clip, defaulted }
  return openImageFolder(folder, { ...choice, onProgress, onPassedOver, signal })
}

async function readFile(path: string, options: ImportOptions): Promise<Dataset> {
  const start = await firstBytes(path, 4)
  refusePickle(start, path, 'Save the images with numpy.save or numpy.savez.')
  const name = basename(resolve(path)).replace(/(\.(npy|npz|gz|zip))+$/i, '')
  const magic = start[0] * 256 + start[1]
  if (magic === 0x934e || magic === 0x504b) {
    refuseUnused(magic === 0x934e ? 'npy' : 'npz', options, path)
    return openArrayDataset(name, path, options)
  }
  if (magic === 0x0000 || magic === 0x1f8b) {
    refuseUnused('idx', options, path)
    const labelsPath = options.labelsPath ?? labelsBeside(path)
    return openIdxDataset(name, { imagesPath: path, labelsPath }, options)
  }
  const message = `${path} is none of the formats that are read: .npy, .npz, IDX (.gz too), CIFAR-10 binary, folders of pictures.`
  throw new Refusal(`${message} Convert it to one of them.`, { field: path, code: 'unsupported' })
}

async function isFolder(path: string): Promise<boolean> {
  try {
    const found = await stat(path)
    if (found.isFile() || found.isDirectory()) return found.isDirectory()
  } catch (error) {
    throw fileRefusal(error, path)
  }
  throw new Refusal(`${path} is neither a file nor a folder. Name one of them.`, { field: path })
}

/** The same for doors that have no fields of an import: what has to be said is said at the import, and the data set then named. */
export async function readUnasked(path: string, options: Pick<ImportOptions, 'name' | 'split'> = {}): Promise<Dataset> {
  try {
    return await readSource(path, options)
  } catch (error) {
    if (!(error instanceof Refusal && error.field && Object.hasOwn(importSpec.shape, error.field))) throw error
    const message = `${error.message} That is said when it is imported (anneal datasets import ${path} ...): import it, then name the data set.`
    throw new Refusal(message, { field: error.field, code: error.code, cause: error })
  }
}
