/** The picture that is to be restored: an image of a data set, or a file brought to the size of the images that the score knows. */
import { type Camel, toCamel } from '#contract/casing.ts'
import type { DatasetConfig } from '#contract/dataset.ts'
import { Refusal } from '#contract/refusal.ts'
import type { RestorationOptions } from '#contract/restoration.ts'
import { type Dataset, fillImages } from '#datasets/dataset.ts'
import { openDataset } from '#datasets/open-dataset.ts'
import type { ImageShape } from '#diffusion/networks/network.ts'
import { decodeImage } from '#pictures/decode-image.ts'

/** `path`: a file; `called`: what whoever handed it over calls it. */
type Asked = Pick<RestorationOptions, 'dataset' | 'index'> & { path?: string; called?: string }
type Room = { shape: ImageShape; dataRange: readonly [number, number]; home: string; training: Dataset }

/** The picture that was asked for, HWC in units of `dataRange`. */
export async function chosenPicture(
  { dataset, index, path, called = path }: Asked,
  { shape, dataRange, home, training }: Room,
) {
  // prettier-ignore
  const { height, width, channels } = shape
  const values = new Float32Array(height * width * channels)
  if (path !== undefined) {
    if (height !== width)
      throw new Refusal(
        `picture: a picture of any size is brought to a square, and the score knows images of ${height} x ${width}. Take an image of a data set.`,
        { field: 'picture', code: 'unsupported' },
      )
    const choice = { size: height, channels: channels as 1 | 3, kernel: 'lanczos3' } as const
    const { pixels } = await decodeImage(path, choice)
    const [low, high] = dataRange
    values.set(Array.from(pixels, (byte) => low + ((high - low) * byte) / 255))
    return { values, says: called! }
  }
  const from = dataset ? await openDataset(toCamel(dataset) as Camel<DatasetConfig>, { home }) : training
  if (from.height !== height || from.width !== width || from.channels !== channels)
    throw new Refusal(
      `dataset: images of ${from.name} are ${from.height} x ${from.width} x ${from.channels}, the score knows ${height} x ${width} x ${channels}. Name a data set of that size.`,
      { field: 'dataset', code: 'conflict' },
    )
  if (index >= from.count)
    throw new Refusal(`index: ${from.name} has ${from.count} images, counted from 0; got ${index}.`, { field: 'index' })
  fillImages(from, [index], dataRange, values)
  return { values, says: `${from.name}, image ${index}` }
}
