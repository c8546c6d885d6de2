/** Annealed Langevin dynamics along a grid: `inner` steps at each level (Song & Ermon 2019, arXiv 1907.05600). */

import { Refusal } from '#contract/refusal.ts'
import type { OneStateWalk, Problem } from './scheme.ts'

/** x + a s + b z: step a = alpha_i, noise variance 2 alpha_i in the code's convention; alpha_i/2 and alpha_i in the report's. */
export const langevinStep = (alpha: number, convention: 'code' | 'report') =>
  convention === 'code' ? { step: alpha, noise: 2 * alpha } : { step: alpha / 2, noise: alpha }

/**
 * In y = x/alpha at the levels sigma_k/alpha_k of times[0..]: `inner` times y + a s(y) + noise, s = -(1 + misfit) y/(m +
 * sigma^2), a = step_lr sigma_k^2/sigma_last^2. A level is a time, not a step between two: n points have n levels. The state
 * is x, carried by alpha_k/alpha_{k-1} into each level.
 */
export function langevin({ process, times, model, misfit, langevin: options }: Problem): OneStateWalk {
  const level = Float64Array.from(times, process.noiseToSignal)
  const last = options.sigmaLast ?? level[level.length - 1]
  if (last === 0)
    throw new Refusal('annealed Langevin needs sigma > 0 at its last level: set eps above 0', { field: 'eps' })
  const parts = Array.from(level, (sigma) => langevinStep(options.stepLr * (sigma / last) ** 2, options.convention))
  return {
    states: 1,
    steps: level.length,
    repeat: options.inner,
    pre: new Float64Array(level.length),
    post: Float64Array.from(parts, (part, k) => part.noise * process.alphaSquared(times[k])),
    enter: Float64Array.from(times, (t, k) => (k === 0 ? 1 : process.alpha(t) / process.alpha(times[k - 1]))),
    gain(k, out) {
      const c = parts[k].step * (1 + misfit)
      const s2 = level[k] * level[k]
      for (let j = 0; j < out.length; j++) out[j] = 1 - c / (model[j] + s2)
    },
  }
}
