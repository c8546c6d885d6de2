/** ER-SDE-Solver of the oracle: a Taylor series of the denoised image in sigma, along an SDE with as much noise as is chosen (Cui et al. 2023, arXiv 2309.06169). */

import { integral } from '../../statistics/gauss-legendre.ts'
import { multistep, type RowOfLevels } from './multistep.ts'

/**
 * phi of each noise scale: the SDE whose step keeps the share r = phi(sigma')/phi(sigma) of what is not denoised. `er-sde` is the authors' choice
 * (their SDE_5), `sde` the reverse SDE, `ode` the flow.
 */
export const NOISE_SCALES = {
  'er-sde': (sigma: number) => sigma * (Math.exp(sigma ** 0.3) + 10),
  sde: (sigma: number) => sigma ** 2,
  ode: (sigma: number) => sigma,
} as const
export type NoiseScale = keyof typeof NOISE_SCALES
export type ErSde = { order: number; noiseScale: NoiseScale; sNoise: number }

/** phi(to)/phi(from) where exp(sigma^.3) would overflow too. */
function shareKept(scale: NoiseScale, from: number, to: number): number {
  if (scale !== 'er-sde') return NOISE_SCALES[scale](to / from)
  const [a, b] = [from ** 0.3, to ** 0.3]
  return ((to / from) * (Math.exp(b - a) + 10 * Math.exp(-a))) / (1 + 10 * Math.exp(-a))
}

/**
 * Arxiv 2309.06169, propositions 3 and 4 and Algorithms 1 to 3 (VE), with r = phi(sigma')/phi(sigma):
 *
 *     x <- r x + (1 - r) D + (sigma' - sigma + phi(sigma') int_sigma'^sigma ds/phi) D1
 *            + ((sigma' - sigma)^2/2 + phi(sigma') int_sigma'^sigma (s - sigma)/phi ds) D2 + sqrt(sigma'^2 - r^2 sigma^2) s_noise z
 *
 * D1 = (D - D_last)/(sigma - sigma_last), D2 = 2 (D1 - D1_last)/(sigma - sigma_older); D1 from order 2, D2 from order 3 on, and as soon as there are
 * so many images. x = D on a step to 0. The integrals are taken in ln s by Gauss–Legendre, where the authors' code takes 100 rectangles.
 */
export const erSdeRow =
  ({ order, noiseScale, sNoise }: ErSde): RowOfLevels =>
  ([level, last, older], next) => {
    if (next === 0) return { kept: 0, weights: [1, 0, 0].slice(0, order) }
    const r = shareKept(noiseScale, level, next)
    const spread = Math.sqrt(Math.max(0, next ** 2 - (r * level) ** 2)) * sNoise
    const weights = [1 - r, 0, 0].slice(0, order)
    const kept = (r * level) / next
    if (order < 2 || last === undefined) return { kept, weights, spread }
    // phi(sigma')/phi(s), over d ln s
    const over = (of: (s: number) => number) =>
      integral((u) => shareKept(noiseScale, Math.exp(u), next) * of(Math.exp(u)), Math.log(next), Math.log(level))
    const slope = (next - level + over((s) => s)) / (level - last)
    weights[0] += slope
    weights[1] -= slope
    if (order < 3 || older === undefined) return { kept, weights, spread }
    const bend = (2 * ((next - level) ** 2 / 2 + over((s) => (s - level) * s))) / (level - older)
    weights[0] += bend / (level - last)
    weights[1] -= bend / (level - last) + bend / (last - older)
    weights[2] += bend / (last - older)
    return { kept, weights, spread }
  }

export const erSde = (choice: ErSde) => multistep('denoised', choice.order, erSdeRow(choice))
