/** Pictures to be judged, read a part at a time: bytes, whatever they came from. */
import { createHash } from 'node:crypto'
import { Refusal } from '#contract/refusal.ts'
import type { Dataset } from '#datasets/dataset.ts'
import { toBytes } from '#contract/quantise.ts'
import type { PictureShape } from '#diffusion/inception/resize.ts'

export type Pictures = {
  /** What a refusal and a passport call them. */
  name: string
  count: number
  shape: PictureShape
  /** Whether they were numbers, clamped and rounded to bytes here. */
  quantised: boolean
  /** NHWC bytes of the pictures `from` to `to`, the last left out. */
  read(from: number, to: number): Promise<Uint8Array> | Uint8Array
}

export const pictureSize = ({ height, width, channels }: PictureShape): number => height * width * channels
export const shapeText = ({ height, width, channels }: PictureShape): string => `${height} x ${width} x ${channels}`

/** Images of a data set or a run held in memory; floats are clamped to `range` and rounded to bytes. */
export function picturesInMemory(
  name: string,
  pixels: Uint8Array | Float32Array,
  shape: PictureShape,
  range: readonly [number, number],
): Pictures {
  const size = pictureSize(shape)
  const quantised = !(pixels instanceof Uint8Array)
  return {
    name,
    count: pixels.length / size,
    shape,
    quantised,
    read(from, to) {
      const part = pixels.subarray(from * size, to * size)
      if (part instanceof Uint8Array) return part
      const bad = part.findIndex((value) => !Number.isFinite(value))
      if (bad >= 0)
        throw new Refusal(
          `${name} holds ${part[bad]} in picture ${from + Math.floor(bad / size)}: every pixel must be finite.`,
          { field: name },
        )
      return toBytes(part, range)
    },
  }
}

/** Of a 2-D law, or samples of a network that has learned one. */
export const pointsRefusal = (name: string): Refusal =>
  new Refusal(`${name} holds points, not pictures: a network of pictures has no features for them.`, { field: name })

export function picturesOfDataset(dataset: Dataset): Pictures {
  const { name, pixels, floatRange, height, width, channels } = dataset
  if (!(pixels instanceof Uint8Array) && floatRange === null) throw pointsRefusal(name)
  return picturesInMemory(name, pixels, { height, width, channels }, floatRange ?? [0, 1])
}

/** Identity of a part: its shape and bytes. The same pictures have the same, wherever they came from. */
export function hashPictures(bytes: Uint8Array, shape: PictureShape): string {
  const { height, width, channels } = shape
  const count = bytes.length / pictureSize(shape)
  const header = JSON.stringify({ format: 'anneal-pictures-1', height, width, channels, count })
  return createHash('sha256').update(`${header}\n`).update(bytes).digest('hex')
}
