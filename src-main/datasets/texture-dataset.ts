/** A Gaussian texture as a data set: exact samples of the law of a picture, centred, in units in which the picture spans 0 to 1. */
import { Refusal } from '#contract/refusal.ts'
import { readWhole } from '#files/read-file.ts'
import { decodeWhole } from '#pictures/decode-whole.ts'
import { gaussianTexture, sampleTexture, type Picture, type Texture } from '#theory/laws/gaussian-texture.ts'
import { TEXTURE, TEXTURE_SIDE } from './dataset-names.ts'
import { makeDataset, type Dataset } from './dataset.ts'
import { WOVEN_SIDE, wovenPicture } from './woven-picture.ts'

/** `path`: a picture file; without one the woven picture that the program draws. */
export type TextureSpec = { n?: number; seed?: number; path?: string; size?: number; channels?: 1 | 3 }

const DEFAULT_COUNT = 10_000
const MOST_VALUES = 2 ** 28
const MOST_BYTES = 2 ** 28

/**
 * The law of t * w: t the texton of the middle `size` x `size` pixels (default 32, grey), w white noise (Galerne, Gousseau & Morel 2011).
 * Its mean is taken off, so that its Gaussian starts at 0 as a VP process does. A smaller picture is refused, never enlarged.
 */
export async function textureLaw({ path, size = TEXTURE_SIDE, channels = 1 }: TextureSpec): Promise<Texture> {
  const picture = path === undefined ? drawn(size, channels) : await middleOf(path, size, channels)
  const texture = gaussianTexture(picture)
  return { ...texture, mean: new Float64Array(channels) }
}

/** `n` samples of it; the same seed gives the same ones, and more of them begin with fewer. */
export async function textureDataset(spec: TextureSpec): Promise<Dataset> {
  const { n = DEFAULT_COUNT, seed = 0 } = spec
  const texture = await textureLaw(spec)
  const { height, width, channels } = texture
  const size = height * width * channels
  if (n * size > MOST_VALUES)
    throw new Refusal(`n: ${n} textures of ${height} x ${width} x ${channels} do not fit; take at most ${Math.floor(MOST_VALUES / size)}.`, { field: 'n' }) // prettier-ignore
  const pixels = new Float32Array(n * size)
  for (let sample = 0; sample < n; sample++) pixels.set(sampleTexture(texture, { seed, sample }), sample * size)
  return makeDataset({ name: TEXTURE, height, width, channels, classes: [], labels: null, pixels, floatRange: null })
}

function drawn(size: number, channels: 1 | 3): Picture {
  if (size > WOVEN_SIDE) refuseSize(size, 'the woven picture', WOVEN_SIDE, WOVEN_SIDE)
  return wovenPicture(size, channels)
}

async function middleOf(path: string, size: number, channels: 1 | 3): Promise<Picture> {
  const { pixels, height, width, channels: given } = await decodeWhole(await readWhole(path, MOST_BYTES), path)
  if (height < size || width < size) refuseSize(size, path, height, width)
  const [top, left] = [Math.floor((height - size) / 2), Math.floor((width - size) / 2)]
  const out = new Float64Array(size * size * channels)
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const from = ((top + row) * width + left + column) * given
      const values = Array.from({ length: given }, (_, c) => pixels[from + c] / 255)
      const grey = values.reduce((sum, value) => sum + value, 0) / given
      for (let c = 0; c < channels; c++)
        out[(row * size + column) * channels + c] = channels === 1 ? grey : values[Math.min(c, given - 1)]
    }
  }
  return { height: size, width: size, channels, pixels: out }
}

function refuseSize(size: number, name: string, height: number, width: number): never {
  throw new Refusal(
    `size: ${name} has ${height} x ${width} pixels, too few for a texture of ${size} x ${size}; take size=${Math.min(height, width)} at most, or a larger picture.`,
    { field: 'size' },
  )
}
