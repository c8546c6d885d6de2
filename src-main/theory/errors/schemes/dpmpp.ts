/** DPM-Solver++ of the oracle: multistep in the log-SNR, on the denoised image (Lu et al. 2022, arXiv 2211.01095). */

import { multistep } from './multistep.ts'

/**
 * With h = ln(level/level') and r = h_last/h:
 *
 *     y' = level'/level y + (1 - e^{-h}) ((1 + 1/(2r)) x0hat - 1/(2r) x0hat_last)
 *
 * First order (no 1/(2r) part) on the first step and on a step to level 0, where h is infinite.
 */
export const dpmpp2m = multistep('denoised', 2, ([level, last], next) => {
  const whole = 1 - next / level
  const share = last === undefined || next === 0 ? 0 : Math.log(level / next) / (2 * Math.log(last / level))
  return { weights: [whole * (1 + share), -whole * share] }
})

/** SDE-DPM-Solver++(2M), midpoint, with eta of the noise: h grows to (1 + eta) h in the exponentials, as `samplers/dpmpp2m-sde.ts` has it. */
export const dpmpp2mSde = (eta: number) =>
  multistep('denoised', 2, ([level, last], next) => {
    if (next === 0) return { kept: 0, weights: [1, 0] }
    const h = Math.log(level / next)
    const whole = -Math.expm1(-(1 + eta) * h)
    const share = last === undefined ? 0 : h / (2 * Math.log(last / level))
    const spread = next * Math.sqrt(-Math.expm1(-2 * eta * h))
    return { kept: Math.exp(-eta * h), weights: [whole * (1 + share), -whole * share], spread }
  })

/** DPM-Solver++(3M): a parabola in log-SNR through three denoised images, its last term at half weight as in the authors' code. */
export const dpmpp3m = multistep('denoised', 3, ([level, last, older], next) => {
  const whole = 1 - next / level
  if (last === undefined || next === 0) return { weights: [whole, 0, 0] }
  const h = Math.log(level / next)
  const phi2 = Math.expm1(-h) / h + 1
  const back = h / Math.log(last / level)
  if (older === undefined) return { weights: [whole + phi2 * back, -phi2 * back, 0] }
  const far = h / Math.log(older / last)
  // D1 = slope + bend r0, D2 = bend with bend = (slope - slope_last)/(r0 + r1), each a weighing of the three
  const [r0, r1] = [1 / back, 1 / far]
  const onBend = (phi2 * r0 - (phi2 / h - 0.5)) / (r0 + r1)
  const onSlope = phi2 + onBend
  return { weights: [whole + onSlope * back, -onSlope * back - onBend * far, onBend * far] }
})
