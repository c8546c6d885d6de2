/** EDM's sampler: Heun in sigma/alpha with churn, Euler on a step to 0 (Karras et al. 2022, arXiv 2206.00364, Alg. 2). */

import type { OneStateWalk, Problem } from './scheme.ts'

/**
 * In y = x/alpha, sigma meaning sigma/alpha: noise of variance churn_noise^2 (s^2 - sigma^2) lifts the level to
 * s = sigma (1 + gamma), gamma = min(amount/steps, sqrt 2 - 1) for sigma in [tMin, tMax]; then with the slope dy/ds = s (1 + misfit)/(m + s^2) y
 * an Euler step to sigma', and the trapezoid with the slope there unless sigma' = 0. The state is x, so that gains carry alpha'/alpha.
 */
export function edm({ process, times, model, misfit, churn, steps: whole }: Problem): OneStateWalk {
  const steps = times.length - 1
  const level = Float64Array.from(times, process.noiseToSignal)
  const alpha = Float64Array.from(times, process.alpha)
  const lifted = new Float64Array(steps)
  const pre = new Float64Array(steps)
  for (let k = 0; k < steps; k++) {
    const inside = level[k] >= churn.tMin && level[k] <= churn.tMax
    const gamma = inside ? Math.min(churn.amount / whole, Math.SQRT2 - 1) : 0
    lifted[k] = level[k] * (1 + gamma)
    pre[k] = (alpha[k] * churn.noise * level[k]) ** 2 * gamma * (2 + gamma)
  }
  const scale = 1 + misfit
  return {
    states: 1,
    steps,
    repeat: 1,
    pre,
    post: new Float64Array(steps),
    gain(k, out) {
      const [from, to] = [lifted[k], level[k + 1]]
      const step = from - to
      const carry = alpha[k + 1] / alpha[k]
      for (let j = 0; j < out.length; j++) {
        const slope = (scale * from) / (model[j] + from * from)
        const euler = 1 - step * slope
        // at sigma' = 0 there is no slope to correct with
        out[j] = carry * (to === 0 ? euler : 1 - (step / 2) * (slope + ((scale * to) / (model[j] + to * to)) * euler))
      }
    },
  }
}
