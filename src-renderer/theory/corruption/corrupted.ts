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

let kept = new Float32Array(0)
function noiseOf(length: number): Float32Array {
  if (kept.length !== length) {
    kept = new Float32Array(length)
    normals({ seed: 0, stream: STREAMS.start, sample: 0, step: 0 }, kept)
  }
  return kept
}
