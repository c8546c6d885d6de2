/** Which noise levels a network is trained at. Pure: float64 from Philox, rounded once. */
import type { Camel } from '#contract/casing.ts'
import type { noiseSpec } from '#contract/network.ts'
import { Refusal } from '#contract/refusal.ts'
import { type NoiseKey, normals, uniforms } from '#theory/noise/philox.ts'
import type { z } from 'zod'

export type NoiseLevels = Camel<z.output<typeof noiseSpec>>
type Draw<N extends NoiseLevels['name']> = (key: NoiseKey, levels: Extract<NoiseLevels, { name: N }>) => number

const draw = new Float64Array(1)
function uniform(key: NoiseKey): number {
  uniforms(key, draw)
  return draw[0]
}
function normal(key: NoiseKey): number {
  normals(key, draw)
  return draw[0]
}

/** One sigma from one key. */
const DRAWS: { readonly [N in NoiseLevels['name']]: Draw<N> } = {
  /** ln sigma ~ N(P_mean, P_std^2). Karras et al. 2022, arXiv:2206.00364 table 1. */
  'log-normal': (key, { pMean, pStd }) => Math.exp(pMean + pStd * normal(key)),
  /** ln sigma uniform between ln sigma_min and ln sigma_max: a geometric sequence with endless levels. */
  'log-uniform': (key, { sigmaMin, sigmaMax }) => sigmaMin * (sigmaMax / sigmaMin) ** uniform(key),
  /** Each level of a sequence alike. Song & Ermon 2019, arXiv:1907.05600, eq. 6. */
  sequence: (key, { sigmas }) => sigmas[Math.floor(uniform(key) * sigmas.length)],
}

/** `n` levels; the i-th depends on (seed, stream, sample + i, step) alone, so that it is the same in any batch. */
export function drawSigmas(levels: NoiseLevels, key: NoiseKey, n: number): Float32Array {
  if (levels.name === 'log-uniform' && !(levels.sigmaMax > levels.sigmaMin))
    throw new Refusal(`sigma_max must be above sigma_min (${levels.sigmaMin}), got ${levels.sigmaMax}.`, {
      field: 'sigma_max',
    })
  const one = DRAWS[levels.name] as Draw<NoiseLevels['name']>
  return Float32Array.from({ length: n }, (_, i) => one({ ...key, sample: key.sample + i }, levels as never))
}
