/** A dataset: images (or points) in memory with their classes, known by the hash of their content. */
import { createHash } from 'node:crypto'
import type { Reading } from '#contract/import.ts'
import { Refusal } from '#contract/refusal.ts'

export type Dataset = {
  name: string
  /** SHA-256 of the content (see `contentHash`), so that the same images have one identity however they came in. */
  hash: string
  count: number
  height: number
  width: number
  channels: number
  classes: string[]
  /** One index into `classes` per image; null where the images have no classes. */
  labels: Uint8Array | null
  /** NHWC: bytes 0..255, or floats already in `floatRange`. */
  pixels: Uint8Array | Float32Array
  /** Range of Float32 pixels; null = unbounded (points of a 2-D law) or bytes. */
  floatRange: readonly [number, number] | null
  /** Where a derived dataset came from; absent on one that was read or drawn. */
  lineage?: Lineage
  /** Of one that was brought: what was read, guessed and converted. */
  reading?: Reading
}

/** The dataset that a derived one was made from, and what was done to it (plain JSON). */
export type Lineage = { sourceName: string; sourceHash: string; step: string; spec: unknown }

export type DatasetContent = Omit<Dataset, 'hash' | 'count'>

/** A dataset from its content. Checks that lengths, labels and shape belong together; computes the hash. */
export function makeDataset(content: DatasetContent): Dataset {
  const { name, height, width, channels, classes, labels, pixels } = content
  const size = height * width * channels
  if (!(Number.isInteger(size) && size > 0))
    throw new Refusal(`${name}: images of ${height}x${width}x${channels} have no pixels.`)
  const count = pixels.length / size
  if (count === 0) throw new Refusal(`${name} holds no images. Choose a source with at least one.`)
  if (!Number.isInteger(count))
    throw new Refusal(`${name}: ${pixels.length} values are no whole number of images of ${size}.`)
  if (labels && labels.length !== count) {
    throw new Refusal(`${name}: ${count} images but ${labels.length} labels. Give one label per image.`, {
      field: 'labels',
    })
  }
  const unknown = labels ? labels.findIndex((label) => label >= classes.length) : -1
  if (unknown >= 0) {
    const message = `${name}: label ${labels![unknown]} of image ${unknown} is none of the ${classes.length} classes.`
    throw new Refusal(`${message} Labels count from 0.`, { field: 'labels' })
  }
  return { ...content, count, hash: contentHash(content) }
}

/**
 * SHA-256 over one line of JSON (shape, dtype, float range, classes, whether labels follow), then pixels (little-endian),
 * then labels. Name, lineage and reading are no content.
 */
export function contentHash(content: Omit<DatasetContent, 'name' | 'lineage' | 'reading'>): string {
  const { height, width, channels, classes, labels, pixels, floatRange } = content
  const shape = [pixels.length / (height * width * channels), height, width, channels]
  const dtype = pixels instanceof Uint8Array ? 'uint8' : 'float32'
  const hash = createHash('sha256').update(contentLine({ shape, dtype, floatRange, classes, labels: labels !== null }))
  hash.update(new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength))
  if (labels) hash.update(labels)
  return hash.digest('hex')
}

/** The line that a content's hash begins with. */
export function contentLine({ shape, dtype, floatRange, classes, labels }: ContentFacts): string {
  return `${JSON.stringify({ format: 'anneal-dataset-1', shape, dtype, floatRange, classes, labels })}\n`
}
type ContentFacts = Pick<Dataset, 'floatRange' | 'classes'> & {
  shape: readonly number[]
  dtype: 'uint8' | 'float32'
  labels: boolean
}

/** Points of a law, or floats of no stated range: they are taken as they are, whatever range a network works in. */
export const isUnbounded = ({ pixels, floatRange }: Pick<Dataset, 'pixels' | 'floatRange'>): boolean =>
  !(pixels instanceof Uint8Array) && floatRange === null

/** The first `limit` images, n x H x W x C, in units of `dataRange`. */
export function firstImages(
  dataset: Dataset,
  dataRange: readonly [number, number],
  limit = dataset.count,
): Float32Array {
  const count = Math.min(limit, dataset.count)
  const images = new Float32Array(count * dataset.height * dataset.width * dataset.channels)
  fillImages(
    dataset,
    Uint32Array.from({ length: count }, (_, i) => i),
    dataRange,
    images,
  )
  return images
}

/**
 * Writes the images `indices` one after another into `out` (NHWC), in units of `dataRange` = [lo, hi]: a byte b becomes
 * lo + (hi - lo) b / 255, a float v in [a, b] becomes lo + (hi - lo) (v - a) / (b - a), an unbounded float stays as it is.
 */
export function fillImages(
  dataset: Dataset,
  indices: ArrayLike<number>,
  dataRange: readonly [number, number],
  out: Float32Array,
): void {
  const { pixels, floatRange, count } = dataset
  const size = dataset.height * dataset.width * dataset.channels
  if (out.length < indices.length * size)
    throw new RangeError(`out holds ${out.length}, needs ${indices.length * size}`)
  const [lo, hi] = dataRange
  const bytes =
    pixels instanceof Uint8Array ? Float32Array.from({ length: 256 }, (_, b) => lo + ((hi - lo) * b) / 255) : null
  const [from, to] = floatRange ?? [0, 1]
  const asIs = !bytes && (floatRange === null || (from === lo && to === hi))
  const gain = (hi - lo) / (to - from)
  for (let i = 0; i < indices.length; i++) {
    const index = indices[i]
    if (!(index >= 0 && index < count)) throw new RangeError(`image ${index} of ${count}`)
    const source = index * size
    const target = i * size
    if (bytes) for (let p = 0; p < size; p++) out[target + p] = bytes[pixels[source + p]]
    else if (asIs) out.set(pixels.subarray(source, source + size), target)
    else for (let p = 0; p < size; p++) out[target + p] = lo + gain * (pixels[source + p] - from)
  }
}
