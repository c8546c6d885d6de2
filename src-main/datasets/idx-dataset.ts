/** A pair of IDX files, images and labels, as a dataset: MNIST and all that came after it in its format. */
import { Refusal } from '#contract/refusal.ts'
import { makeDataset, type Dataset } from './dataset.ts'
import { parseIdx, readIdxBytes } from './idx.ts'

export type IdxFiles = { imagesPath: string; labelsPath: string }

/** The labels beside an images file by the usual naming: train-images-idx3-ubyte -> train-labels-idx1-ubyte, .gz or not. */
export const labelsBeside = (imagesPath: string) =>
  imagesPath.replace(/images([-.])idx3([^/\\]*)$/, (_, mark: string, end: string) => `labels${mark}idx1${end}`)

export async function openIdxDataset(name: string, { imagesPath, labelsPath }: IdxFiles): Promise<Dataset> {
  if (imagesPath === labelsPath) {
    const message = `No labels are known for ${imagesPath}: its name has no "images-idx3".`
    throw new Refusal(`${message} Name the labels with labels_path.`, { field: 'labels_path' })
  }
  const [images, labels] = await Promise.all([readIdxBytes(imagesPath), readIdxBytes(labelsPath)])
  return idxDataset(name, { images, labels }, { imagesPath, labelsPath })
}

/** The same from bytes already read. Classes are the digits "0" up to the largest label. */
export function idxDataset(name: string, files: { images: Uint8Array; labels: Uint8Array }, paths: IdxFiles): Dataset {
  const images = parseIdx(files.images, 3, paths.imagesPath)
  const labels = parseIdx(files.labels, 1, paths.labelsPath).data
  const [count, height, width] = images.shape as [number, number, number]
  if (labels.length !== count) {
    const message = `${paths.imagesPath} has ${count} images, ${paths.labelsPath} ${labels.length} labels.`
    throw new Refusal(`${message} Give two files of one split.`, { field: paths.labelsPath })
  }
  if (images.data.length === 0)
    throw new Refusal(`${paths.imagesPath} holds no images. Give one that does.`, { field: paths.imagesPath })
  const largest = labels.reduce((max, label) => Math.max(max, label), 0)
  const classes = Array.from({ length: largest + 1 }, (_, label) => String(label))
  return makeDataset({ name, height, width, channels: 1, classes, labels, pixels: images.data, floatRange: null })
}
