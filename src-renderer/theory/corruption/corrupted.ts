/** A picture under a corruption and its noise, stop by stop. Pure. */
import type { Corruption } from '#contract/corruption.ts'
import { linearMap } from '#theory/corruptions/corruption.ts'
import type { Picture } from '#theory/laws/gaussian-texture.ts'
import { normals, STREAMS } from '#theory/noise/philox.ts'
import type { CurveKnot } from '../../shape/curve-knots.ts'

/** x_t = C_t x_0 + sigma_t z at each knot, with the same z in all, as along one forward path. Values in the picture's units. */
export function corruptedAlong(picture: Picture, knots: readonly CurveKnot[], corruption: Corruption): Picture[] {
  const map = linearMap(corruption, picture)
  const noise = noiseOf(picture.pixels.length)
  return knots.map(({ sigma, level }) => ({
    ...picture,
    pixels: map.apply(picture.pixels, level).map((value, i) => value + sigma * noise[i]),
  }))
}

/** The same as the canvas takes them: RGBA of each, 0 black to 1 white. */
export const stripOf = ({ picture, knots, corruption }: StripQuestion): Uint8ClampedArray<ArrayBuffer>[] =>
  corruptedAlong(picture, knots, corruption).map(({ pixels, height, width, channels }) => {
    const rgba = new Uint8ClampedArray(4 * height * width)
    for (let i = 0; i < height * width; i++) {
      for (let c = 0; c < 3; c++) rgba[4 * i + c] = 255 * pixels[i * channels + Math.min(c, channels - 1)]
      rgba[4 * i + 3] = 255
    }
    return rgba
  })
export type StripQuestion = { picture: Picture; knots: readonly CurveKnot[]; corruption: Corruption }

let kept = new Float32Array(0)
function noiseOf(length: number): Float32Array {
  if (kept.length !== length) {
    kept = new Float32Array(length)
    normals({ seed: 0, stream: STREAMS.start, sample: 0, step: 0 }, kept)
  }
  return kept
}
