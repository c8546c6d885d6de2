/** Heun's method in t on the probability-flow ODE: order 2, two score evaluations a step, the second at the next time. */

import { flowRate } from './one-stage.ts'
import type { OneStateWalk, Problem } from './scheme.ts'

/** Writes the flow's rate at time t, dx/dt = rate x, for each eigenvalue. */
export function fillRate({ process, model, misfit }: Problem, t: number, out: Float64Array): void {
  const { n1, n0 } = flowRate(process, t, misfit)
  const [a, s] = [process.alphaSquared(t), process.sigmaSquared(t)]
  for (let j = 0; j < out.length; j++) out[j] = (n1 * model[j] + n0) / (a * model[j] + s)
}

/**
 * With rates r at t and r' at t' = t - D: gain = 1 - D/2 (r + r' (1 - D r)). Asks the score at the last time of the grid,
 * so that a zero eigenvalue is infinite where sigma = 0. r' is kept as the next step's r.
 */
export function heun(problem: Problem): OneStateWalk {
  const { times, model } = problem
  const steps = times.length - 1
  let here = new Float64Array(model.length)
  let there = new Float64Array(model.length)
  let hereAt = -1
  const rates = (k: number) => {
    if (hereAt !== k) fillRate(problem, times[k], here)
    fillRate(problem, times[k + 1], there)
    const pair = [here, there]
    ;[here, there] = [there, here]
    hereAt = k + 1
    return pair
  }
  return {
    states: 1,
    steps,
    repeat: 1,
    pre: new Float64Array(steps),
    post: new Float64Array(steps),
    gain(k, out) {
      const [first, second] = rates(k)
      const step = times[k] - times[k + 1]
      const half = step / 2
      for (let j = 0; j < out.length; j++) out[j] = 1 - half * (first[j] + second[j] * (1 - step * first[j]))
    },
  }
}
