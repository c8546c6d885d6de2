/** The classical Runge-Kutta method in t on the probability-flow ODE: order 4, four score evaluations a step. */

import { fillRate } from './heun.ts'
import type { OneStateWalk, Problem } from './scheme.ts'

/**
 * With rates r, q, r' at t, t - D/2, t - D and slopes k1 = r, k2 = q (1 - D/2 k1), k3 = q (1 - D/2 k2), k4 = r' (1 - D k3):
 * gain = 1 - D/6 (k1 + 2 k2 + 2 k3 + k4). Like Heun it asks the score at the last time.
 */
export function rk4(problem: Problem): OneStateWalk {
  const { times, model } = problem
  const steps = times.length - 1
  const middle = new Float64Array(model.length)
  let here = new Float64Array(model.length)
  let there = new Float64Array(model.length)
  let hereAt = -1
  return {
    states: 1,
    steps,
    repeat: 1,
    pre: new Float64Array(steps),
    post: new Float64Array(steps),
    gain(k, out) {
      const step = times[k] - times[k + 1]
      const half = step / 2
      if (hereAt !== k) fillRate(problem, times[k], here)
      fillRate(problem, times[k] - half, middle)
      fillRate(problem, times[k + 1], there)
      for (let j = 0; j < out.length; j++) {
        const k1 = here[j]
        const k2 = middle[j] * (1 - half * k1)
        const k3 = middle[j] * (1 - half * k2)
        const k4 = there[j] * (1 - step * k3)
        out[j] = 1 - (step / 6) * (k1 + 2 * (k2 + k3) + k4)
      }
      ;[here, there] = [there, here]
      hereAt = k + 1
    },
  }
}
