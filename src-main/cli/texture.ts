/** The texture of a picture file, or of one image of a data set, and an exact sample of it as a PNG. */
import { Refusal } from '#contract/refusal.ts'
import { decodeImage } from '#datasets/decode-image.ts'
import { fillImages } from '#datasets/dataset.ts'
import { gridPng } from '#datasets/thumbnails.ts'
import { callerPath } from '#history/caller-path.ts'
import { writeWhole } from '#history/write-whole.ts'
import { gaussianTexture, sampleTexture, type Picture, type Texture } from '#theory/laws/gaussian-texture.ts'
import { openNamedDataset } from './dataset-spectrum.ts'

const UNIT = [0, 1] as const

export async function textureOf(
  name: string,
  { image, size, channels }: { image?: number; size: number; channels: 1 | 3 },
): Promise<Texture> {
  if (image !== undefined) return gaussianTexture(await pictureOfDataset(name, image))
  const bytes = await decodeImage(callerPath(name), { size, channels, kernel: 'lanczos3' })
  return gaussianTexture({
    height: size,
    width: size,
    channels,
    pixels: Float64Array.from(bytes, (byte) => byte / 255),
  })
}

async function pictureOfDataset(name: string, image: number): Promise<Picture> {
  const dataset = await openNamedDataset(name)
  if (image >= dataset.count)
    throw new Refusal(`${dataset.name} has ${dataset.count} images, numbered from 0; there is no ${image}.`, {
      field: 'image',
    })
  const { height, width, channels } = dataset
  const pixels = new Float32Array(height * width * channels)
  fillImages(dataset, [image], UNIT, pixels)
  return { height, width, channels, pixels }
}

export async function writeSample(texture: Texture, path: string, seed: number): Promise<void> {
  const { height, width, channels } = texture
  const sample = Float32Array.from(sampleTexture(texture, { seed, sample: 0 }))
  writeWhole(callerPath(path), await gridPng(sample, { count: 1, height, width, channels }, { gap: 0, columns: 1 }))
}
