/** Arrays of numbers as a dataset: which axis is which, and what range the values have. */
import { Refusal } from '#contract/refusal.ts'
import { makeDataset, type Dataset } from './dataset.ts'
import type { NpyArray } from '#files/npy.ts'
import { parseNpy } from '#files/npy.ts'
import { parseNpz } from '#files/npz.ts'
import { readWhole } from '#files/read-file.ts'

export type ArrayOptions = {
  /** Needed only where both the second and the last axis could be channels. */
  layout?: 'nhwc' | 'nchw'
  /** Of float images; read off the data where they fill [0, 1] or [-1, 1]. */
  floatRange?: readonly [number, number]
  /** Names of the classes; else "0" up to the largest label. */
  classes?: readonly string[]
  /** A .npy of labels beside a .npy of images. */
  labelsPath?: string
  /** Of a .npz: the array of the images, and that of the labels. */
  key?: string
  labels?: string
  /** Of a .npz that holds both, as MedMNIST's do. */
  split?: 'train' | 'test'
}

/** Grey, grey with alpha, RGB, RGBA. */
const canBeChannels = (size: number) => size >= 1 && size <= 4

/** A .npy of images, or a .npz of images and labels. */
export async function openArrayDataset(name: string, path: string, options: ArrayOptions = {}): Promise<Dataset> {
  const bytes = await readWhole(path)
  const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b
  const { images, labels } = isZip ? parseNpz(bytes, path, options) : { images: parseNpy(bytes, path), labels: null }
  const { labelsPath } = options
  const named = labelsPath ? parseNpy(await readWhole(labelsPath), labelsPath) : labels
  return arrayDataset(name, { images, labels: named }, options, path)
}

/**
 * Shapes: (N, H, W, C), (N, H, W), (N, C, H, W) where only the second axis can be channels (1 to 4), and (N, 2), points of
 * a 2-D law, as images of height 1, width 2, unbounded. uint8, booleans and integers in 0..255 become bytes.
 */
export function arrayDataset(
  name: string,
  arrays: { images: NpyArray; labels: NpyArray | null },
  options: ArrayOptions,
  file: string,
): Dataset {
  const { images } = arrays
  const { height, width, channels, planar } = imageShape(images.shape, options.layout, file)
  if (images.data.length === 0)
    throw new Refusal(`${file} holds no images. Give an array with at least one.`, { field: file })
  const isPoints = images.shape.length === 2
  const { pixels, floatRange } = isPoints ? pointValues(images, file) : pixelValues(images, options.floatRange, file)
  const ordered = planar ? toNhwc(pixels, height * width, channels) : pixels
  const labels = arrays.labels && labelBytes(arrays.labels, images.shape[0], file)
  const largest = labels?.reduce((max, label) => Math.max(max, label), 0) ?? -1
  const classes = [...(options.classes ?? Array.from({ length: largest + 1 }, (_, label) => String(label)))]
  return makeDataset({ name, height, width, channels, classes, labels, pixels: ordered, floatRange })
}

function imageShape(shape: number[], layout: ArrayOptions['layout'], file: string) {
  const is = `${file} has the shape (${shape.join(', ')})`
  if (shape.length === 2 && shape[1] === 2) return { height: 1, width: 2, channels: 1, planar: false }
  if (shape.length === 3) return { height: shape[1], width: shape[2], channels: 1, planar: false }
  if (shape.length === 4) {
    const [, second, third, last] = shape
    const both = canBeChannels(second) && canBeChannels(last)
    const found = layout ?? (both ? undefined : canBeChannels(last) ? 'nhwc' : canBeChannels(second) ? 'nchw' : null)
    if (found === undefined) {
      throw new Refusal(`${is}: the channels can be its second or its last axis. Say layout=nhwc or layout=nchw.`, {
        field: 'layout',
      })
    }
    if (found === 'nhwc') return { height: second, width: third, channels: last, planar: false }
    if (found === 'nchw') return { height: third, width: last, channels: second, planar: true }
  }
  const wanted = '(N, H, W, C), (N, H, W), (N, C, H, W) with 1 to 4 channels, or (N, 2) for points'
  throw new Refusal(`${is}; images are ${wanted}. Reshape the array.`, { field: file })
}

type Values = Pick<Dataset, 'pixels' | 'floatRange'>

function pointValues({ data }: NpyArray, file: string): Values {
  return { pixels: finiteFloats(data, file), floatRange: null }
}

function pixelValues({ data, dtype }: NpyArray, given: ArrayOptions['floatRange'], file: string): Values {
  if (dtype === 'b1') return { pixels: Uint8Array.from(data, (bit) => 255 * bit), floatRange: null }
  if (data instanceof Uint8Array) return { pixels: data, floatRange: null }
  if (!dtype.startsWith('f')) {
    const beyond = data.findIndex((value) => !(value >= 0 && value <= 255))
    if (beyond < 0) return { pixels: Uint8Array.from(data), floatRange: null }
    const message = `${file} has the integer ${data[beyond]}; integer pixels are 0 to 255.`
    throw new Refusal(`${message} Save it as uint8, or as float32 in [0, 1].`, { field: file })
  }
  const pixels = finiteFloats(data, file)
  let [least, most] = [Infinity, -Infinity]
  for (const value of pixels) {
    if (value < least) least = value
    if (value > most) most = value
  }
  const floatRange = given ?? (least >= 0 && most <= 1 ? [0, 1] : least >= -1 && most <= 1 ? [-1, 1] : undefined)
  if (floatRange && floatRange[0] < floatRange[1] && least >= floatRange[0] && most <= floatRange[1])
    return { pixels, floatRange }
  const spans = `${file} has pixels from ${least} to ${most}`
  const message = given ? `${spans}, which is not within float_range ${given.join(' to ')}.` : `${spans}.`
  throw new Refusal(`${message} Say their range, for example float_range=[0,255].`, { field: 'float_range' })
}

function finiteFloats(data: NpyArray['data'], file: string): Float32Array {
  const floats = data instanceof Float32Array ? data : Float32Array.from(data)
  const bad = floats.findIndex((value) => !Number.isFinite(value))
  if (bad < 0) return floats
  throw new Refusal(
    `${file} has ${data[bad]} at item ${bad}, which is no finite float32. Remove or replace such values.`,
    { field: file },
  )
}

function labelBytes({ data, shape }: NpyArray, count: number, file: string): Uint8Array {
  if (shape.length === 2 && shape[1] > 1 && shape[0] === count) return oneHotLabels(data, shape[1], file)
  const isList = shape.length === 1 || (shape.length === 2 && shape[1] === 1)
  if (!isList || shape[0] !== count) {
    const message = `${file}: labels of shape (${shape.join(', ')}) for ${count} images.`
    throw new Refusal(`${message} Give one whole number per image.`, { field: 'labels' })
  }
  const bad = data.findIndex((value) => !(Number.isInteger(value) && value >= 0 && value <= 255))
  if (bad < 0) return Uint8Array.from(data)
  throw new Refusal(
    `${file}: label ${data[bad]} of image ${bad} is no whole number from 0 to 255. Number the classes from 0.`,
    {
      field: 'labels',
    },
  )
}

/** Rows of zeros with a single 1 at the class, as EDM's data sets have them. */
function oneHotLabels(data: NpyArray['data'], classes: number, file: string): Uint8Array {
  const labels = new Uint8Array(data.length / classes)
  for (const n of labels.keys()) {
    const row = Array.from(data.subarray(n * classes, (n + 1) * classes))
    labels[n] = row.indexOf(1)
    if (
      classes <= 256 &&
      row.filter((value) => value === 1).length === 1 &&
      row.every((value) => value === 0 || value === 1)
    )
      continue
    const message = `${file}: the label of image ${n} is [${row.slice(0, 8).join(', ')}${classes > 8 ? ', ...' : ''}], not a single 1 among zeros.`
    throw new Refusal(`${message} Give one class per image.`, { field: 'labels' })
  }
  return labels
}

/** Planes (N, C, HW) to pixels (N, HW, C). */
function toNhwc<T extends Uint8Array | Float32Array>(planes: T, area: number, channels: number): T {
  const pixels = planes.slice() as T
  const size = area * channels
  for (let start = 0; start < planes.length; start += size) {
    for (let c = 0; c < channels; c++) {
      for (let p = 0; p < area; p++) pixels[start + p * channels + c] = planes[start + c * area + p]
    }
  }
  return pixels
}
