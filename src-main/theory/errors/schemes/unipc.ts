/** UniPC of the oracle: a multistep predictor, corrected once the next denoised image is there (Zhao et al. 2023, arXiv 2302.04867). */

import { denoisedGain } from './one-stage.ts'
import type { ManyStateWalk, Problem } from './scheme.ts'
import { solved, uniWeights } from './unipc-weights.ts'

/** y' = level'/level y + sum_m weights[m] x0hat_m + atEnd x0hat(at the level it goes to, 0 of a predictor). */
type Uni = { weights: readonly number[]; atEnd: number }

/** The weights of one step from levels[0] to `next` on the denoised images at `levels`, newest first, with bh2; corrected also with that at `next`. */
function uniStep(levels: readonly number[], next: number, corrected: boolean): Uni {
  if (next === 0) return { weights: levels.map((_, m) => (m === 0 ? 1 : 0)), atEnd: 0 }
  const h = Math.log(levels[0] / next)
  const ratios = levels.slice(1).map((level) => Math.log(levels[0] / level) / h)
  if (corrected) ratios.push(1)
  const share = -Math.expm1(-h)
  const shares = solved(ratios, uniWeights(h, ratios.length)).map((weight, m) => (share * weight) / ratios[m])
  const first = share - shares.reduce((sum, value) => sum + value, 0)
  const atEnd = corrected ? shares.pop()! : 0
  return { weights: [first, ...shares], atEnd }
}

/**
 * The state is x as it was predicted, x as it was last corrected, and `order` denoised images. Step k corrects first the step that led to it, by the
 * image at where it stands, and then predicts.
 */
export const unipc = (order: number) => (problem: Problem) => {
  const { process, times, model, misfit } = problem
  const steps = times.length - 1
  const before = (problem.before ?? []).slice(-order)
  const line = [...before, ...times]
  const levels = line.map(process.noiseToSignal)
  /** Levels whose images a step from the one of this index looks at. */
  const seen = (at: number) => levels.slice(Math.max(0, at - order + 1), at + 1).toReversed()
  const rows = Array.from({ length: steps }, (_, k) => {
    const at = before.length + k
    return {
      corrector: at > 0 ? uniStep(seen(at - 1), levels[at], true) : null,
      predictor: uniStep(seen(at), levels[at + 1], false),
    }
  })
  return {
    states: (2 + order) as ManyStateWalk['states'],
    steps,
    noise: null,
    carry(k, [x, from, ...held]) {
      const { corrector, predictor } = rows[k]
      const at = before.length + k
      const [alpha, to] = [process.alpha(line[at]), process.alpha(line[at + 1])]
      const correctedFrom = at > 0 ? process.sigma(line[at]) / process.sigma(line[at - 1]) : 0
      const carried = process.sigma(line[at + 1]) / process.sigma(line[at])
      const { n1, n0 } = denoisedGain(process, line[at], misfit)
      const [a, s] = [process.alphaSquared(line[at]), process.sigmaSquared(line[at])]
      for (let j = 0; j < x.length; j++) {
        const denoised = ((n1 * model[j] + n0) / (a * model[j] + s)) * x[j]
        let state = x[j]
        if (corrector) {
          let sum = corrector.atEnd * denoised
          for (let m = 0; m < corrector.weights.length; m++) sum += corrector.weights[m] * held[m][j]
          state = correctedFrom * from[j] + alpha * sum
        }
        for (let m = held.length - 1; m > 0; m--) held[m][j] = held[m - 1][j]
        held[0][j] = denoised
        let sum = 0
        for (let m = 0; m < predictor.weights.length; m++) sum += predictor.weights[m] * held[m][j]
        from[j] = state
        x[j] = carried * state + to * sum
      }
    },
  } satisfies ManyStateWalk
}
