/** The texture of a picture file, or of one image of a data set, and an exact sample of it as a PNG. */
import { decodeImage } from '#pictures/decode-image.ts'
import { gridPng } from '#pictures/grid-png.ts'
import { callerPath } from '#files/caller-path.ts'
import { writeWhole } from '#files/write-whole.ts'
import { gaussianTexture, sampleTexture, type Texture } from '#theory/laws/gaussian-texture.ts'
import { pictureValues } from '#datasets/service/dataset-pictures.ts'
import { openNamedDataset } from './dataset-spectrum.ts'

export async function textureOf(
  name: string,
  { image, size, channels }: { image?: number; size: number; channels: 1 | 3 },
): Promise<Texture> {
  if (image !== undefined) return gaussianTexture(pictureValues(await openNamedDataset(name), image))
  const { pixels: bytes } = await decodeImage(callerPath(name), { size, channels, kernel: 'lanczos3' })
  return gaussianTexture({
    height: size,
    width: size,
    channels,
    pixels: Float64Array.from(bytes, (byte) => byte / 255),
  })
}

export async function writeSample(texture: Texture, path: string, seed: number): Promise<void> {
  const { height, width, channels } = texture
  const sample = Float32Array.from(sampleTexture(texture, { seed, sample: 0 }))
  writeWhole(callerPath(path), await gridPng(sample, { count: 1, height, width, channels }, { gap: 0, columns: 1 }))
}
