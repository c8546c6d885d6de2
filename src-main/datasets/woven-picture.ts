/** The picture that a texture is made from where none is named: woven threads, drawn by formula, so that no one's photograph is shipped. */
import { normals, STREAMS } from '#theory/noise/philox.ts'
import type { Picture } from '#theory/laws/gaussian-texture.ts'

/** Rows and columns of it; a smaller one is its middle. */
export const WOVEN_SIDE = 512
const TINT = [1, 0.86, 0.62]
const NOISE = { seed: 2024, stream: STREAMS.law, sample: 0, step: 1 }

/** The middle `size` x `size` pixels in [0, 1]: two sets of wavy threads over and under one another, and the grain of the yarn. */
export function wovenPicture(size: number, channels: 1 | 3): Picture {
  const grain = new Float64Array(WOVEN_SIDE * WOVEN_SIDE)
  normals(NOISE, grain)
  const from = Math.floor((WOVEN_SIDE - size) / 2)
  const pixels = new Float64Array(size * size * channels)
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const value = thread(from + row, from + column, grain)
      for (let c = 0; c < channels; c++)
        pixels[(row * size + column) * channels + c] = value * (channels === 1 ? 1 : TINT[c])
    }
  }
  return { height: size, width: size, channels, pixels }
}

const wave = (turns: number) => Math.sin(2 * Math.PI * turns)

function thread(row: number, column: number, grain: Float64Array): number {
  const warp = wave(row / 8.7 + 0.22 * wave(column / 53) + 0.1 * wave(column / 17))
  const weft = wave(column / 6.9 + 0.2 * wave(row / 41) + 0.1 * wave(row / 13))
  const over = wave(row / 17.4 + column / 13.8) > 0 ? warp : weft
  let yarn = 0
  for (const [down, right] of [
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ])
    // prettier-ignore
    yarn += grain[((row + down) % WOVEN_SIDE) * WOVEN_SIDE + ((column + right) % WOVEN_SIDE)]
  return Math.max(0, Math.min(1, 0.5 + 0.2 * over + 0.06 * yarn))
}
