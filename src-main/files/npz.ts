/** NumPy's .npz: a .zip of .npy files. Read for data sets, written for samples (guided-diffusion's layout, Dhariwal & Nichol 2021). */
import { zipSync } from 'fflate'
import { Refusal } from '#contract/refusal.ts'
import { type ByteSource, memorySource } from './byte-source.ts'
import { parseNpy, type NpyArray } from './npy.ts'
import { MAX_BYTES } from './read-file.ts'
import { readNpy } from './read-npy.ts'
import { npyBytes } from './write-npy.ts'
import { entryName, MAX_ENTRIES, unzip, zipEntries } from './zip.ts'
import type { ZipEntry } from './zip-directory.ts'
import { openZipFile } from './zip-file.ts'

/** Names that images and labels go by, the first found wins: numpy.savez with and without names, Keras, EDM. */
const NAMES = { images: ['images', 'x', 'arr_0', 'x_train', 'data'], labels: ['labels', 'y', 'arr_1', 'y_train'] }

export type NpzNames = { key?: string; labels?: string; split?: string }
export type NpzArrays = { images: NpyArray; labels: NpyArray | null }
type Entries = { entries: readonly ZipEntry[]; source(entry: ZipEntry): ByteSource }

/** The images of an .npz and, where there are any, their labels, each of at most `most` bytes. Other arrays are left packed. */
export async function readNpz(path: string, names: NpzNames, most: number): Promise<NpzArrays> {
  return arraysOf(await openZipFile(path, MAX_ENTRIES), path, names, most)
}

/** The same of bytes. */
export async function parseNpz(bytes: Uint8Array, file: string, names: NpzNames = {}): Promise<NpzArrays> {
  const source = (entry: ZipEntry) => memorySource(unzip(bytes, entry, file))
  return arraysOf({ entries: zipEntries(bytes, file), source }, file, names, MAX_BYTES)
}

async function arraysOf(
  zip: Entries,
  file: string,
  { key, labels, split }: NpzNames,
  most: number,
): Promise<NpzArrays> {
  const entries = new Map(zip.entries.map((entry) => [entry.name, entry]))
  const read = async (names: readonly string[], wide: boolean) => {
    const entry = names.map((name) => entries.get(`${name}.npy`)).find((found) => found !== undefined)
    return entry ? readNpy(zip.source(entry), entryName(file, entry), most, wide) : null
  }
  // MedMNIST's: train_images, val_images, test_images.
  const ofSplit = (kind: string) => [`${split ?? 'train'}_${kind}`]
  const images = await read(key === undefined ? [...NAMES.images, ...ofSplit('images')] : [key], false)
  const named = await read(labels === undefined ? [...NAMES.labels, ...ofSplit('labels')] : [labels], true)
  if (labels !== undefined && !named)
    throw new Refusal(`${file} has no array ${labels}; it has ${[...entries.keys()].slice(0, 8).join(', ')}.`, {
      field: 'labels',
    })
  if (images) return { images, labels: named }
  const pickle = [...entries.keys()].find((name) => name.endsWith('.pkl'))
  if (pickle) {
    const message = `${file} is a zip with a python pickle (${pickle}). Pickles can run programs when opened, so they are never read.`
    throw new Refusal(`${message} Save the images with numpy.savez.`, { field: file, code: 'unsupported' })
  }
  const found = [...entries.keys()].slice(0, 5).join(', ') || 'nothing'
  throw new Refusal(
    `${file} holds no images: it has ${found}; ${key === undefined ? `the array is looked for as ${NAMES.images.join(', ')}; name another with key=...` : `there is no ${key}`}.`,
    {
      field: file,
    },
  )
}

/** The array of one name, or null where there is none. */
export function npzArray(bytes: Uint8Array, name: string, file: string): NpyArray | null {
  const entry = zipEntries(bytes, file).find((found) => found.name === `${name}.npy`)
  return entry ? parseNpy(unzip(bytes, entry, file), `${file} (${entry.name})`) : null
}

/** Samples as `arr_0`, uint8 NHWC, and their classes, if any, as `arr_1`. Deterministic: no clock in the file. */
export function sampleNpz(
  pixels: Uint8Array,
  shape: readonly [number, number, number, number],
  labels?: Uint8Array,
): Uint8Array {
  const files = {
    'arr_0.npy': npyBytes(pixels, shape),
    ...(labels && { 'arr_1.npy': npyBytes(labels, [labels.length]) }),
  }
  return zipSync(files, { level: 6, mtime: '1980-01-01T00:00:00' })
}

/** A Gaussian's mean and covariance as `mu` and `sigma`, float64, under the names that pytorch-fid reads and writes. */
export const momentsNpz = (mean: Float64Array, covariance: Float64Array): Uint8Array =>
  zipSync(
    { 'mu.npy': npyBytes(mean, [mean.length]), 'sigma.npy': npyBytes(covariance, [mean.length, mean.length]) },
    { level: 6, mtime: '1980-01-01T00:00:00' },
  )
