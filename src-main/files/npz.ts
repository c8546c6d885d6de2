/** NumPy's .npz: a .zip of .npy files. Read for data sets, written for samples (guided-diffusion's layout, Dhariwal & Nichol 2021). */
import { zipSync } from 'fflate'
import { Refusal } from '#contract/refusal.ts'
import { parseNpy, type NpyArray } from './npy.ts'
import { npyBytes } from './write-npy.ts'
import { unzip, zipEntries } from './zip.ts'

/** Names that images and labels go by, the first found wins: numpy.savez with and without names, Keras, EDM. */
const NAMES = { images: ['images', 'x', 'arr_0', 'x_train', 'data'], labels: ['labels', 'y', 'arr_1', 'y_train'] }

/** The images of an .npz and, where there are any, their labels. Other arrays are left packed. */
export function parseNpz(
  bytes: Uint8Array,
  file: string,
  { key, labels, split }: { key?: string; labels?: string; split?: string } = {},
): { images: NpyArray; labels: NpyArray | null } {
  const entries = new Map(zipEntries(bytes, file).map((entry) => [entry.name, entry]))
  const read = (names: readonly string[]) => {
    const entry = names.map((name) => entries.get(`${name}.npy`)).find((found) => found !== undefined)
    return entry ? parseNpy(unzip(bytes, entry, file), `${file} (${entry.name})`) : null
  }
  // MedMNIST's: train_images, val_images, test_images.
  const ofSplit = (kind: string) => [`${split ?? 'train'}_${kind}`]
  const images = read(key === undefined ? [...NAMES.images, ...ofSplit('images')] : [key])
  const named = read(labels === undefined ? [...NAMES.labels, ...ofSplit('labels')] : [labels])
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
