/** Arrays of numbers as a dataset: axes, range and classes, each given or read off the array and said. */
import { createHash } from 'node:crypto'
import { basename } from 'node:path'
import type { ImportFields } from '#contract/import.ts'
import { Refusal } from '#contract/refusal.ts'
import type { NpyArray } from '#files/npy.ts'
import { fileSource } from '#files/byte-source.ts'
import { hashPart } from '#files/hash-part.ts'
import { readNpz } from '#files/npz.ts'
import { firstBytes } from '#files/read-file.ts'
import { readNpy } from '#files/read-npy.ts'
import { greyOf } from '#pictures/grey.ts'
import { axesOf, toNhwc } from './array-axes.ts'
import { classesOf, labelNumbers } from './array-labels.ts'
import { pixelValues, pointValues } from './array-values.ts'
import { makeDataset, type Dataset } from './dataset.ts'
import { MOST_PIXEL_BYTES, refuseTooLarge } from './held-bytes.ts'

export type ArrayOptions = Pick<
  ImportFields,
  | 'layout'
  | 'transpose'
  | 'floatRange'
  | 'clip'
  | 'channels'
  | 'grey'
  | 'classes'
  | 'labelsPath'
  | 'key'
  | 'labels'
  | 'split'
>

/** A .npy of images, or a .npz of images and labels. */
export async function openArrayDataset(name: string, path: string, options: ArrayOptions = {}): Promise<Dataset> {
  const isZip = (await firstBytes(path, 2)).join() === '80,75'
  const { images, labels } = isZip
    ? await readNpz(path, options, MOST_PIXEL_BYTES)
    : { images: await readNpy(await fileSource(path), path, MOST_PIXEL_BYTES), labels: null }
  const { labelsPath } = options
  const named = labelsPath ? await readNpy(await fileSource(labelsPath), labelsPath, MOST_PIXEL_BYTES, true) : labels
  const hash = createHash('sha256')
  for (const file of labelsPath ? [path, labelsPath] : [path]) await hashPart(hash, file)
  const source = { name: basename(path), hash: hash.digest('hex') }
  return arrayDataset(name, { images, labels: named }, options, path, source)
}

/**
 * Shapes as `axesOf` takes them, (N, 2) as points of a 2-D law: images of height 1, width 2, unbounded. uint8, booleans and integers in
 * 0..255 become bytes. `channels: 1` makes grey of colour. The arrays are used up: what can be is done where they lie.
 */
export function arrayDataset(
  name: string,
  arrays: { images: NpyArray; labels: NpyArray | null },
  options: ArrayOptions,
  file: string,
  source = { name: file, hash: '' },
): Dataset {
  const { images } = arrays
  if (images.data.length === 0)
    throw new Refusal(`${file} holds no images. Give an array with at least one.`, { field: file })
  const { axes, guesses } = axesOf(images.shape, { layout: options.layout, labels: arrays.labels?.shape[0] }, file)
  const { count, channels } = axes
  const values = axes.layout === 'points' ? pointValues(images, file) : pixelValues(images, options, file)
  const transpose = options.transpose ?? false
  const [height, width] = transpose ? [axes.width, axes.height] : [axes.height, axes.width]
  const ordered = toNhwc(values.pixels, images.shape, axes, transpose)
  const grey = greyIfAsked(ordered, channels, values.floatRange, options)
  const labelled = arrays.labels && classesOf(labelNumbers(arrays.labels, count, file), options.classes, file)
  if (options.classes && !labelled)
    throw new Refusal(`classes names classes, and ${file} has no labels. Give them too, with labels=...`, {
      field: 'classes',
    })
  const conversions = [
    ...values.conversions,
    ...(transpose ? ['rows and columns were swapped'] : []),
    ...grey.conversions,
  ]
  return makeDataset({
    name,
    height,
    width,
    channels: grey.channels,
    classes: labelled?.classes ?? [],
    labels: labelled?.labels ?? null,
    pixels: grey.pixels,
    floatRange: values.floatRange,
    reading: {
      source,
      guesses: [...guesses, ...values.guesses, ...(labelled?.guesses ?? []), ...grey.guesses],
      conversions,
    },
  })
}

type Grey = Pick<NonNullable<Dataset['reading']>, 'guesses' | 'conversions'> & Pick<Dataset, 'pixels' | 'channels'>

function greyIfAsked(
  pixels: Dataset['pixels'],
  channels: number,
  floatRange: Dataset['floatRange'],
  options: ArrayOptions,
): Grey {
  const asIs = { pixels, channels, guesses: [], conversions: [] }
  const { channels: wanted, grey } = options
  if (grey && (wanted !== 1 || channels !== 3)) throw new Refusal(`grey is of colour that becomes grey. ${channels === 3 ? 'Give channels=1 too' : 'Leave it out: these images are not RGB'}.`, { field: 'grey' }) // prettier-ignore
  if (wanted === undefined || wanted === channels) return asIs
  if (wanted === 3 || channels !== 3)
    throw new Refusal(
      `channels is ${wanted}, and the array has ${channels}: only RGB is turned to grey. Leave channels out.`,
      { field: 'channels' },
    )
  refuseTooLarge('The array', 'it and its grey', (4 / 3) * pixels.byteLength, 'channels')
  const { values, said } = greyOf(pixels, grey ?? 'bt601', floatRange ?? [0, 255])
  const guesses = grey ? [] : [{ field: 'grey', took: 'bt601', because: 'as Pillow, torchvision and OpenCV do' }]
  return { pixels: values, channels: 1, guesses, conversions: [said] }
}
