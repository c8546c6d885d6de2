/** A pair of IDX files, images and labels, as a dataset: MNIST and all that came after it in its format. */
import { createHash } from 'node:crypto'
import { basename } from 'node:path'
import type { ImportFields } from '#contract/import.ts'
import { Refusal } from '#contract/refusal.ts'
import { toNhwc, type Axes } from './array-axes.ts'
import { classesOf } from './array-labels.ts'
import { pixelValues } from './array-values.ts'
import { makeDataset, type Dataset } from './dataset.ts'
import { parseIdx, readIdxBytes } from './idx.ts'

export type IdxFiles = { imagesPath: string; labelsPath: string }

/** The labels beside an images file by the usual naming: train-images-idx3-ubyte -> train-labels-idx1-ubyte, .gz or not. */
export const labelsBeside = (imagesPath: string) =>
  imagesPath.replace(/images([-.])idx3([^/\\]*)$/, (_, mark: string, end: string) => `labels${mark}idx1${end}`)

export type IdxOptions = Pick<ImportFields, 'transpose' | 'classes' | 'floatRange' | 'clip'>

export async function openIdxDataset(
  name: string,
  { imagesPath, labelsPath }: IdxFiles,
  options: IdxOptions = {},
): Promise<Dataset> {
  if (imagesPath === labelsPath) {
    const message = `No labels are known for ${imagesPath}: its name has no "images-idx3".`
    throw new Refusal(`${message} Name the labels with labels_path.`, { field: 'labels_path' })
  }
  // One after the other, so that of two that are missing the same is always named.
  const images = await readIdxBytes(imagesPath)
  const labels = await readIdxBytes(labelsPath)
  return idxDataset(name, { images, labels }, { imagesPath, labelsPath }, options)
}

/** The same from bytes already read. Classes are the numbers that occur. */
export function idxDataset(
  name: string,
  files: { images: Uint8Array; labels: Uint8Array },
  paths: IdxFiles,
  options: IdxOptions = {},
): Dataset {
  const images = parseIdx(files.images, 3, paths.imagesPath)
  const numbers = parseIdx(files.labels, 1, paths.labelsPath).data
  const [count, height, width] = images.shape as [number, number, number]
  if (numbers.length !== count) {
    const message = `${paths.imagesPath} has ${count} images, ${paths.labelsPath} ${numbers.length} labels.`
    throw new Refusal(`${message} Give two files of one split.`, { field: paths.labelsPath })
  }
  if (images.data.length === 0)
    throw new Refusal(`${paths.imagesPath} holds no images. Give one that does.`, { field: paths.imagesPath })
  // Before the values, which are converted where they lie.
  const hash = createHash('sha256').update(files.images).update(files.labels).digest('hex')
  const values = pixelValues({ data: images.data, shape: images.shape, dtype: 'u1' }, options, paths.imagesPath)
  const { classes, labels, guesses } = classesOf(numbers, options.classes, paths.labelsPath)
  const transpose = options.transpose ?? false
  const axes: Axes = { layout: 'nhw', count, height, width, channels: 1 }
  const pixels = toNhwc(values.pixels, images.shape, axes, transpose)
  const [rows, columns] = transpose ? [width, height] : [height, width]
  const upright = {
    field: 'transpose',
    took: 'false',
    because: 'IDX has rows first; EMNIST has columns first: look at the pictures',
  }
  return makeDataset({
    name,
    height: rows,
    width: columns,
    channels: 1,
    classes,
    labels,
    pixels,
    floatRange: values.floatRange,
    reading: {
      source: { name: basename(paths.imagesPath), hash },
      guesses: [...values.guesses, ...guesses, ...(options.transpose === undefined ? [upright] : [])],
      conversions: [...values.conversions, ...(transpose ? ['rows and columns were swapped'] : [])],
    },
  })
}
