/** Restart of the oracle: Heun's steps, some of them taken again and again from noise put back (Xu et al. 2023, arXiv 2306.14878). */

import { Refusal } from '#contract/refusal.ts'
import { restartIndex } from '#axes/samplers/restart.ts'
import { sigmaSequence } from '../../grids/sequences.ts'
import type { OneStateWalk, Problem } from './scheme.ts'

export type Restart = { restarts: number; restartLevels: number; restartMin: number; restartMax: number }

/** Heun's step from one level to another, after noise of variance `lift` was put in; `index` of the level that it leaves, or that it was restarted from. */
export type RestartStep = { from: number; to: number; lift: number; index: number; again: boolean }

/** The rho of Karras' grid, which the authors' code takes inside of the interval. */
const RHO = 7

/**
 * Algorithm 1 of the source with one interval: down the levels; at the one nearest to t_min, K times, up to t_max by noise of variance t_max^2 - sigma^2
 * and down again over `restartLevels` levels of Karras' grid.
 */
export function restartSteps(choice: Restart, sigmas: readonly number[]): RestartStep[] {
  const at = restartIndex(sigmas, choice.restartMin)
  const steps: RestartStep[] = []
  for (let i = 0; i + 1 < sigmas.length; i++) {
    steps.push({ from: sigmas[i], to: sigmas[i + 1], lift: 0, index: i, again: false })
    if (at === null || i + 1 !== at) continue
    const { restartMax: sigmaMax, restartLevels: levels } = choice
    const sigmaMin = sigmas[at]
    if (!(sigmaMax > sigmaMin))
      throw new Refusal(
        `restart puts noise back up to ${sigmaMax} in σ/α, and the level nearest to ${choice.restartMin} is ${Number(sigmaMin.toPrecision(3))}: take more points, or end at less noise`,
        { field: 'points' },
      )
    const again = sigmaSequence({ family: 'karras', levels, sigmaMax, sigmaMin, rho: RHO })
    for (let round = 0; round < choice.restarts; round++)
      for (let j = 0; j + 1 < levels; j++) {
        const lift = j === 0 ? sigmaMax ** 2 - sigmaMin ** 2 : 0
        steps.push({ from: again[j], to: again[j + 1], lift, index: at, again: true })
      }
  }
  return steps
}

/** In y = x/alpha, as `edm` has it; a step of an interval keeps the alpha of the level that it began at. */
export const restart =
  (choice: Restart) =>
  ({ process, times, model, misfit }: Problem): OneStateWalk => {
    const all = restartSteps(choice, Array.from(times, process.noiseToSignal))
    const alpha = Array.from(times, process.alpha)
    const scale = 1 + misfit
    return {
      states: 1,
      steps: all.length,
      ends: all.map(({ index, again }) => (again ? index : index + 1)),
      repeat: 1,
      pre: Float64Array.from(all, ({ lift, index }) => lift * alpha[index] ** 2),
      post: new Float64Array(all.length),
      gain(k, out) {
        const { from, to, index, again } = all[k]
        const step = from - to
        const carry = again ? 1 : alpha[index + 1] / alpha[index]
        for (let j = 0; j < out.length; j++) {
          const slope = (scale * from) / (model[j] + from * from)
          const euler = 1 - step * slope
          out[j] = carry * (to === 0 ? euler : 1 - (step / 2) * (slope + ((scale * to) / (model[j] + to * to)) * euler))
        }
      },
    }
  }
