/** Grids of small images as one PNG: samples or previews side by side, bytes or floats of a stated range. */
import sharp from 'sharp'
import { Refusal } from '#contract/refusal.ts'

export type GridShape = { count: number; height: number; width: number; channels: number }

export type GridOptions = {
  /** Of float images: this range becomes black to white, what lies outside is cut off. Bytes are shown as they are. */
  range?: readonly [number, number]
  /** Default: the least that make the grid as wide as high, or wider. */
  columns?: number
  /** Pixels of `background` between images and around them, after enlarging. */
  gap?: number
  /** Each pixel becomes scale x scale (nearest neighbour). */
  scale?: number
  /** Grey level, 0 to 255. */
  background?: number
}

/** PNG stays viewable, and memory bounded, to this side. */
const MAX_SIDE = 16_384

/** Images (NHWC; 1 channel grey, 3 RGB) row by row. An unfilled rest of the last row is background. */
export async function gridPng(
  images: Uint8Array | Float32Array,
  { count, height, width, channels }: GridShape,
  options: GridOptions = {},
): Promise<Uint8Array> {
  const { range = [0, 1], columns = Math.ceil(Math.sqrt(count)), gap = 2, scale = 1, background = 32 } = options
  if (channels !== 1 && channels !== 3) {
    throw new Refusal(`Images of ${channels} channels have no picture; 1 (grey) and 3 (RGB) have.`, {
      code: 'unsupported',
    })
  }
  const size = height * width * channels
  if (images.length !== count * size) throw new RangeError(`${images.length} values are no ${count} images of ${size}`)
  const rows = Math.ceil(count / columns)
  const cell = { height: height * scale + gap, width: width * scale + gap }
  const sheet = { height: rows * cell.height + gap, width: columns * cell.width + gap, channels: channels as 1 | 3 }
  if (Math.max(sheet.height, sheet.width) > MAX_SIDE) {
    throw new Refusal(
      `A grid of ${sheet.width}x${sheet.height} pixels is too large. Show fewer images, or a smaller scale.`,
    )
  }
  if (images instanceof Float32Array && channels === 1 && !images.every(Number.isFinite))
    return gridPng(inColour(images), { count, height, width, channels: 3 }, options)
  const bytes = new Uint8Array(sheet.height * sheet.width * channels).fill(background)
  const toByte = images instanceof Uint8Array ? (value: number) => value : byteOf(range)
  for (let i = 0; i < count; i++) {
    const top = gap + Math.floor(i / columns) * cell.height
    const left = gap + (i % columns) * cell.width
    for (let y = 0; y < height * scale; y++) {
      const line = i * size + Math.floor(y / scale) * width * channels
      let target = ((top + y) * sheet.width + left) * channels
      for (let x = 0; x < width * scale; x++) {
        const source = line + Math.floor(x / scale) * channels
        const missing = channels === 3 && [0, 1, 2].some((c) => !Number.isFinite(images[source + c]))
        for (let c = 0; c < channels; c++) bytes[target++] = missing ? NOT_FINITE[c] : toByte(images[source + c])
      }
    }
  }
  const png = await sharp(bytes, { raw: sheet }).png({ compressionLevel: 9 }).toBuffer()
  return new Uint8Array(png.buffer, png.byteOffset, png.byteLength)
}

/** Magenta, which no grey picture holds and few others do: a pixel that is not finite is seen, not black. */
const NOT_FINITE = [255, 0, 255]

/** Grey values three times each. */
const inColour = (images: Float32Array): Float32Array =>
  Float32Array.from({ length: 3 * images.length }, (_, i) => images[Math.floor(i / 3)])

/** v in [lo, hi] to round(255 (v - lo) / (hi - lo)), cut to 0..255. */
function byteOf([lo, hi]: readonly [number, number]): (value: number) => number {
  return (value) => Math.min(255, Math.max(0, Math.round((255 * (value - lo)) / (hi - lo))))
}
