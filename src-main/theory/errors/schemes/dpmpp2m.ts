/** DPM-Solver++(2M): second-order multistep in the log-SNR, on the denoised image (Lu et al. 2022, arXiv 2211.01095). */

import { denoisedGain } from './one-stage.ts'
import type { Problem, TwoStateWalk } from './scheme.ts'

/**
 * With h = ln((sigma/alpha)/(sigma'/alpha')) and r = h_last/h:
 *
 *     x' = sigma'/sigma x + alpha' (1 - e^{-h}) ((1 + 1/(2r)) x0hat - 1/(2r) x0hat_last)
 *
 * First order (no 1/(2r) part) on the first step and on a step to sigma' = 0, where h is infinite.
 */
export function dpmpp2m({ process, times, model, misfit, before }: Problem): TwoStateWalk {
  const steps = times.length - 1
  const memory = new Float64Array(steps)
  const kept = new Float64Array(steps)
  const added = new Float64Array(steps)
  const level = Float64Array.from(times, process.noiseToSignal)
  let last = before === undefined ? Number.NaN : Math.log(process.noiseToSignal(before) / level[0])
  for (let k = 0; k < steps; k++) {
    const h = Math.log(level[k] / level[k + 1])
    const share = Number.isNaN(last) || level[k + 1] === 0 ? 0 : h / (2 * last)
    const c = process.alpha(times[k + 1]) * (1 - level[k + 1] / level[k])
    kept[k] = process.sigma(times[k + 1]) / process.sigma(times[k])
    added[k] = c * (1 + share)
    memory[k] = -c * share
    last = h
  }
  return {
    states: 2,
    steps,
    memory,
    gains(k, here, denoised) {
      const { n1, n0 } = denoisedGain(process, times[k], misfit)
      const [a, s] = [process.alphaSquared(times[k]), process.sigmaSquared(times[k])]
      const [p, c] = [kept[k], added[k]]
      for (let j = 0; j < here.length; j++) {
        const gain = (n1 * model[j] + n0) / (a * model[j] + s)
        denoised[j] = gain
        here[j] = p + c * gain
      }
    },
  }
}
