/** Sigma lists of published samplers, built from their published formulas: cases that the doctor is held against. */

import { sigmasOfBetas } from '../units.ts'

const line = (from: number, to: number, n: number) =>
  Array.from({ length: n }, (_, i) => from + ((to - from) * i) / (n - 1))

/** sigma/alpha of each training timestep, t = 0 first (least noise). */
const table = (betas: ArrayLike<number>) => sigmasOfBetas(betas).toReversed()

/** DDPM's betas, linear from 1e-4 to .02 over 1,000 steps. Ho et al. 2020, arXiv:2006.11239. */
export const ddpmTable = () => table(line(1e-4, 0.02, 1000))

/** Stable Diffusion 1.5: sqrt(beta) linear from sqrt(.00085) to sqrt(.012). Rombach et al. 2022, arXiv:2112.10752. */
export const stableDiffusionTable = () =>
  table(line(Math.sqrt(0.00085), Math.sqrt(0.012), 1000).map((root) => root * root))

const cosineAlphaBar = (t: number) => Math.cos(((t + 0.008) / 1.008) * (Math.PI / 2)) ** 2

/** Cosine alpha-bar with betas held below .999. Nichol & Dhariwal 2021, arXiv:2102.09672. */
export function cosineTable(steps: number): Float64Array {
  return table(
    Array.from({ length: steps }, (_, i) =>
      Math.min(0.999, 1 - cosineAlphaBar((i + 1) / steps) / cosineAlphaBar(i / steps)),
    ),
  )
}

/** The levels at some timesteps of a table. */
export const atTimesteps = (sigmas: Float64Array, timesteps: readonly number[]) =>
  Float64Array.from(timesteps, (t) => sigmas[t])

/** diffusers' spacings of `n` inference steps over `total` training steps. */
export const leading = (n: number, total: number, offset: number) =>
  Array.from({ length: n }, (_, i) => (n - 1 - i) * Math.floor(total / n) + offset)
export const trailing = (n: number, total: number) =>
  Array.from({ length: n }, (_, i) => Math.round(total - (i * total) / n) - 1)

export const shiftTime = (t: number, shift: number) => (shift * t) / (1 + (shift - 1) * t)

/** Times of a flow from 1 in `n` uniform steps, shifted once; without the 0. Esser et al. 2024, arXiv:2403.03206. */
export const flowTimes = (n: number, shift = 1) => Array.from({ length: n }, (_, i) => shiftTime(1 - i / n, shift))
