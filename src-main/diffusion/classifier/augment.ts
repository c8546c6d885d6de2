/** Small random movements of training images, on the host. */
import { type NoiseKey, STREAMS, uniforms } from '#theory/noise/philox.ts'
import type { ImageShape } from '../networks/network.ts'

/** Rotation within +-12 degrees, scale within +-10 %, shift within +-2 pixels, uniform. */
const MOST = { radians: (12 * Math.PI) / 180, scale: 0.1, shift: 2 }
const draws = new Float64Array(4)

/**
 * Moves one image (HWC) about its centre: each pixel of `out` is read from `image` by bilinear interpolation at the place it
 * comes from, with `background` outside. The draw is that of sample `position` of the stream `augment`.
 */
export function moveImage(
  image: Float32Array,
  out: Float32Array,
  { height, width, channels }: ImageShape,
  background: number,
  seed: number,
  position: number,
): void {
  const key: NoiseKey = { seed, stream: STREAMS.augment, sample: position, step: 0 }
  uniforms(key, draws)
  const [angle, zoom, down, right] = Array.from(draws, (u) => 2 * u - 1)
  const scale = 1 + MOST.scale * zoom
  const cos = Math.cos(MOST.radians * angle) / scale
  const sin = Math.sin(MOST.radians * angle) / scale
  const [middleRow, middleColumn] = [(height - 1) / 2, (width - 1) / 2]

  const pixel = (row: number, column: number, c: number): number =>
    row >= 0 && row < height && column >= 0 && column < width
      ? image[(row * width + column) * channels + c]
      : background
  for (let r = 0; r < height; r++) {
    for (let q = 0; q < width; q++) {
      const dr = r - middleRow - MOST.shift * down
      const dq = q - middleColumn - MOST.shift * right
      const row = middleRow + cos * dr - sin * dq
      const column = middleColumn + sin * dr + cos * dq
      const [top, left] = [Math.floor(row), Math.floor(column)]
      const [v, u] = [row - top, column - left]
      for (let c = 0; c < channels; c++) {
        const above = (1 - u) * pixel(top, left, c) + u * pixel(top, left + 1, c)
        const below = (1 - u) * pixel(top + 1, left, c) + u * pixel(top + 1, left + 1, c)
        out[(r * width + q) * channels + c] = (1 - v) * above + v * below
      }
    }
  }
}
