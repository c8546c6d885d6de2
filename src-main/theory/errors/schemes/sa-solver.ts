/** SA-Solver of the oracle: Adams' predictor and corrector on the denoised image along an SDE of noise tau (Xue et al. 2023, arXiv 2309.05019). */

import { integral } from '../../statistics/gauss-legendre.ts'
import { denoisedGain } from './one-stage.ts'
import type { ManyStateWalk, Problem } from './scheme.ts'

export type SaSolver = { predictorOrder: number; correctorOrder: number; tau: number; tauMin: number; tauMax: number }

/**
 * Equations 14 to 18 of the source in the data prediction form at alpha = 1, lambda = -ln sigma, h = lambda' - lambda, g = 1 + tau^2:
 *
 *     x' = e^(-g h) x + sum_j w_j D_j + sigma' sqrt(1 - e^(-2 tau^2 h)) z,   w_j = g int_0^h e^(g (s - h)) l_j(lambda + s) ds
 *
 * l_j the Lagrange polynomials through the levels of D_j. Without the change of the second order's weights that the authors make for few steps
 * (appendix D).
 */
export type SaStep = { kept: number; weights: number[]; spread: number }

/** From levels[0], the newest known, to `next` > 0; `nodes` are the levels of the images that are weighed. */
export function saStep(nodes: readonly number[], from: number, next: number, tau: number): SaStep {
  const h = Math.log(from / next)
  const g = 1 + tau * tau
  const at = nodes.map((node) => Math.log(from / node))
  const weights = at.map((own, j) =>
    integral(
      (s) =>
        g * Math.exp(g * (s - h)) * at.reduce((l, other, k) => (k === j ? l : (l * (s - other)) / (own - other)), 1),
      0,
      h,
    ),
  )
  return { kept: Math.exp(-tau * tau * h), weights, spread: next * Math.sqrt(-Math.expm1(-2 * tau * tau * h)) }
}

/** tau of the step to `next`: noise is put in where the step ends between tau_min and tau_max. */
export const tauOf = ({ tau, tauMin, tauMax }: SaSolver, next: number) => (next >= tauMin && next <= tauMax ? tau : 0)

/** Step k from levels[k] to levels[k + 1]: its predictor over as many images as there are; x = D on a step to 0. */
export function saPredictor(choice: SaSolver, levels: readonly number[], k: number): SaStep {
  const next = levels[k + 1]
  if (next === 0) return { kept: 0, weights: [1], spread: 0 }
  const nodes = levels.slice(Math.max(0, k + 1 - choice.predictorOrder), k + 1).toReversed()
  return saStep(nodes, levels[k], next, tauOf(choice, next))
}

/**
 * What the corrector of step k adds to what its predictor found, once D at its end is known: the noise is the same, so that only weights differ.
 * `change` weighs the images at and before levels[k], newest first. Null without a corrector.
 */
export function saCorrector(
  choice: SaSolver,
  levels: readonly number[],
  k: number,
): { change: number[]; atEnd: number } | null {
  if (choice.correctorOrder === 0) return null
  const next = levels[k + 1]
  const nodes = levels.slice(Math.max(0, k + 2 - choice.correctorOrder), k + 2).toReversed()
  const [atEnd, ...weights] = saStep(nodes, levels[k], next, tauOf(choice, next)).weights
  const predicted = saPredictor(choice, levels, k).weights
  const change = Array.from(
    { length: Math.max(weights.length, predicted.length) },
    (_, j) => (weights[j] ?? 0) - (predicted[j] ?? 0),
  )
  return { change, atEnd }
}

/** The state is x as it was predicted and the images that the next step weighs. Step k corrects first the step that led to it, and then predicts. */
export const saSolver = (choice: SaSolver) => (problem: Problem) => {
  const { process, times, model, misfit } = problem
  const steps = times.length - 1
  const memory = Math.max(choice.predictorOrder, choice.correctorOrder - 1, 1)
  const before = (problem.before ?? []).slice(-memory)
  const line = [...before, ...times]
  const levels = line.map(process.noiseToSignal)
  const rows = Array.from({ length: steps }, (_, k) => {
    const at = before.length + k
    return {
      corrector: at > 0 ? saCorrector(choice, levels, at - 1) : null,
      predictor: saPredictor(choice, levels, at),
    }
  })
  const spreads = rows.map(({ predictor }, k) => (predictor.spread * process.alpha(times[k + 1])) ** 2)
  return {
    states: (1 + memory) as ManyStateWalk['states'],
    steps,
    noise: spreads.some((value) => value > 0) ? Float64Array.from(spreads) : null,
    carry(k, [x, ...held]) {
      const { corrector, predictor } = rows[k]
      const at = before.length + k
      const [alpha, to] = [process.alpha(line[at]), process.alpha(line[at + 1])]
      const carried = (predictor.kept * process.sigma(line[at + 1])) / process.sigma(line[at])
      const { n1, n0 } = denoisedGain(process, line[at], misfit)
      const [a, s] = [process.alphaSquared(line[at]), process.sigmaSquared(line[at])]
      for (let j = 0; j < x.length; j++) {
        const denoised = ((n1 * model[j] + n0) / (a * model[j] + s)) * x[j]
        let state = x[j]
        if (corrector) {
          let sum = corrector.atEnd * denoised
          for (let m = 0; m < corrector.change.length; m++) sum += corrector.change[m] * held[m][j]
          state += alpha * sum
        }
        for (let m = held.length - 1; m > 0; m--) held[m][j] = held[m - 1][j]
        held[0][j] = denoised
        let sum = 0
        for (let m = 0; m < predictor.weights.length; m++) sum += predictor.weights[m] * held[m][j]
        x[j] = carried * state + to * sum
      }
    },
  } satisfies ManyStateWalk
}
