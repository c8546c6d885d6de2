/** Multistep schemes of the oracle: x and the last answers of the score, weighed step by step. */

import type { Process } from '../../process/process.ts'
import { denoisedGain } from './one-stage.ts'
import type { ManyStateWalk, Problem } from './scheme.ts'

/**
 * A step in y = x/alpha: y' = kept carried y + sum_j weights[j] answer_{k - j} + noise of standard deviation `spread`. Carried is the ratio of the
 * levels where denoised images are weighed and 1 where slopes are; kept is 1 unless said.
 */
export type MultistepRow = { kept?: number; weights: readonly number[]; spread?: number }

/**
 * The row of the step to `next` from levels[0] (sigma/alpha), whose answer is the newest; levels[1], ... are those before, as far back as
 * the scheme looks.
 */
export type RowOfLevels = (levels: readonly number[], next: number) => MultistepRow

/** What is remembered: x0hat, or the slope (x/alpha - x0hat)/(sigma/alpha) of the flow in y. */
type Remembered = 'denoised' | 'slope'

/** A scheme that weighs up to `most` answers. Its state is x and most - 1 answers. */
export const multistep = (remembered: Remembered, most: number, rowOf: RowOfLevels) => (problem: Problem) => {
  const { process, times, model, misfit } = problem
  const steps = times.length - 1
  const before = (problem.before ?? []).slice(-most)
  const levels = [...before, ...times].map(process.noiseToSignal)
  // in x; the first is finite also where alpha is 0
  const carry = remembered === 'denoised' ? process.sigma : process.alpha
  const rows = Array.from({ length: steps }, (_, k) => {
    const at = before.length + k
    const seen = levels.slice(Math.max(0, at - most + 1), at + 1).toReversed()
    return rowOf(seen, levels[at + 1])
  })
  const spreads = rows.map(({ spread = 0 }, k) => (spread * process.alpha(times[k + 1])) ** 2)
  return {
    // the newest answer is made within the step, so that one less is held
    states: Math.max(2, most) as ManyStateWalk['states'],
    steps,
    noise: spreads.some((value) => value > 0) ? Float64Array.from(spreads) : null,
    carry(k, [x, ...held]) {
      const { kept = 1, weights } = rows[k]
      const to = process.alpha(times[k + 1])
      const carried = (kept * carry(times[k + 1])) / carry(times[k])
      const { p, n1, n0 } = answerGain(process, times[k], misfit, remembered)
      const [a, s] = [process.alphaSquared(times[k]), process.sigmaSquared(times[k])]
      for (let j = 0; j < x.length; j++) {
        const answer = (p + (n1 * model[j] + n0) / (a * model[j] + s)) * x[j]
        let sum = weights[0] * answer
        for (let i = 1; i < weights.length; i++) sum += weights[i] * held[i - 1][j]
        for (let i = held.length - 1; i > 0; i--) held[i][j] = held[i - 1][j]
        if (held.length > 0) held[0][j] = answer
        x[j] = carried * x[j] + to * sum
      }
    },
  } satisfies ManyStateWalk
}

/** The gain of the answer: (p + (n1 m + n0)/(alpha^2 m + sigma^2)) x. */
function answerGain(process: Process, t: number, misfit: number, remembered: Remembered) {
  const { n1, n0 } = denoisedGain(process, t, misfit)
  if (remembered === 'denoised') return { p: 0, n1, n0 }
  const [alpha, sigma] = [process.alpha(t), process.sigma(t)]
  return { p: 1 / sigma, n1: (-alpha * n1) / sigma, n0: (-alpha * n0) / sigma }
}
