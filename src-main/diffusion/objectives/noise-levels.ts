/** Which noise levels a network is trained at: float64 from Philox, rounded once. */
import type { Camel } from '#contract/casing.ts'
import type { noiseSpec } from '#contract/network.ts'
import { levelLaw } from '#theory/effort/noise-laws.ts'
import type { Level } from '#theory/grids/levels.ts'
import { type NoiseKey, normals, uniforms } from '#theory/noise/philox.ts'
import type { z } from 'zod'

export type NoiseLevels = Camel<z.output<typeof noiseSpec>>

const draw = new Float64Array(1)
const DRAWS = { uniform: uniforms, normal: normals } as const

/** `n` levels; the i-th depends on (seed, stream, sample + i, step) alone, so that it is the same in any batch. */
export function drawSigmas(levels: NoiseLevels, key: NoiseKey, n: number): Float32Array {
  const { from, sigma } = levelLaw(levels)
  return Float32Array.from({ length: n }, (_, i) => {
    DRAWS[from]({ ...key, sample: key.sample + i }, draw)
    return sigma(draw[0])
  })
}

/** Sigma, time and level of the corruption of `n` images, each of `levels` alike; keyed as `drawSigmas` is. */
export function drawLevels(levels: readonly Level[], key: NoiseKey, n: number) {
  const drawn = Array.from({ length: n }, (_, i) => {
    uniforms({ ...key, sample: key.sample + i }, draw)
    return levels[Math.floor(draw[0] * levels.length)]
  })
  return {
    sigma: Float32Array.from(drawn, ({ sigma }) => sigma),
    t: Float32Array.from(drawn, ({ t = 0 }) => t),
    level: Float32Array.from(drawn, ({ corruption = 0 }) => corruption),
  }
}
