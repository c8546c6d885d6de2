/** Reads data that a user brings, whatever its format; the content says which it is, not the name. */
import { open, readdir, stat } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { Refusal } from '#contract/refusal.ts'
import { openArrayDataset, type ArrayOptions } from './array-dataset.ts'
import { openCifar10 } from './cifar-binary.ts'
import { isCifar100, openCifar100 } from './cifar100-binary.ts'
import { loadDataset } from './dataset-folder.ts'
import type { Dataset } from './dataset.ts'
import type { ResizeChoice } from '#pictures/decode-image.ts'
import { labelsBeside, openIdxDataset } from './idx-dataset.ts'
import { holdsIdx, openIdxFolder } from './idx-folder.ts'
import { openImageFolder } from './image-folder.ts'
import { onlySize } from './picture-sizes.ts'
import { refusePickle } from '#files/pickle.ts'
import { fileRefusal } from '#files/read-file.ts'

export type ImportOptions = ArrayOptions &
  Partial<ResizeChoice> & {
    /** Default: the name of the file or folder. */
    name?: string
    /** Of CIFAR-10. */
    split?: 'train' | 'test'
    /** Files of a folder of pictures that are none, and were left where they are. */
    onPassedOver?: (names: string[]) => void
    onProgress?: (done: number, total: number) => void
    signal?: AbortSignal
  }

/** A CIFAR-10 folder, a folder of pictures (`size` needed where they differ), a dataset folder of ours, .npy, .npz, or IDX images. */
export async function readSource(path: string, options: ImportOptions = {}): Promise<Dataset> {
  const dataset = (await isFolder(path)) ? await readFolder(path, options) : await readFile(path, options)
  return options.name ? { ...dataset, name: options.name } : dataset
}

async function readFolder(
  folder: string,
  { size, channels = 3, kernel = 'lanczos3', ...options }: ImportOptions,
): Promise<Dataset> {
  const names = await readdir(folder)
  if (names.includes('dataset.json')) return loadDataset(folder)
  if (names.some((name) => /^(data_batch_\d+|test_batch)(\.bin)?$/.test(name)))
    return openCifar10(folder, options.split)
  if (isCifar100(names)) return openCifar100(folder, options.split)
  if (holdsIdx(names)) return openIdxFolder(folder, names, options.split)
  const side = size ?? (await onlySize(folder))
  const { onProgress, onPassedOver, signal } = options
  return openImageFolder(folder, { size: side, channels, kernel, onProgress, onPassedOver, signal })
}

async function readFile(path: string, options: ImportOptions): Promise<Dataset> {
  const start = await firstBytes(path)
  refusePickle(start, path, 'Save the images with numpy.save or numpy.savez.')
  const name = basename(resolve(path)).replace(/(\.(npy|npz|gz|zip))+$/i, '')
  const magic = start[0] * 256 + start[1]
  if (magic === 0x934e || magic === 0x504b) return openArrayDataset(name, path, options)
  if (magic === 0x0000 || magic === 0x1f8b) {
    return openIdxDataset(name, { imagesPath: path, labelsPath: options.labelsPath ?? labelsBeside(path) })
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

async function firstBytes(path: string): Promise<Uint8Array> {
  const file = await open(path).catch((error: unknown) => {
    throw fileRefusal(error, path)
  })
  try {
    const bytes = new Uint8Array(4)
    const { bytesRead } = await file.read(bytes, 0, 4)
    return bytes.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}
