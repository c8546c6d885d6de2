/** Step densities measured along a teacher's run, as the mass between neighbours of its levels. */
import type { Tensor1D, Tensor4D } from '@tensorflow/tfjs'
import { gridOfDensity, gridOfMasses } from '#theory/calibration/density-grid.ts'
import { type Flow, rmsDistance } from './stand.ts'
import type { Teacher } from './teacher.ts'

/** int sqrt(rms |x''|) dsigma in each cell, x'' by the difference of the flow's slopes (x - D)/sigma. SharpEuler, arXiv 2605.11547. */
export function accelerationMasses({ tf }: Pick<Flow, 'tf'>, { levels, states, denoised }: Teacher): Float64Array {
  const slope = (i: number) => states[i].sub<Tensor4D>(denoised[i]).div<Tensor4D>(levels[i])
  return Float64Array.from({ length: levels.length - 2 }, (_, i) =>
    tf.tidy(() => Math.sqrt(rmsDistance(tf, slope(i + 1), slope(i)) * (levels[i] - levels[i + 1]))),
  )
}

/**
 * sigma rms |score(x, sigma) - score(x, sigma')| between neighbours, x at sigma on the flow: the corrector's incremental cost with velocity scaling
 * v = sigma (Williams et al. 2024, arXiv 2412.07877). One more evaluation a level.
 */
export function scoreMasses({ tf, denoiser }: Pick<Flow, 'tf' | 'denoiser'>, teacher: Teacher): Float64Array {
  const { levels, states, denoised } = teacher
  return Float64Array.from({ length: levels.length - 2 }, (_, i) =>
    tf.tidy(() => {
      const [x, sigma, next] = [states[i], levels[i], levels[i + 1]]
      const at = tf.ones([x.shape[0]]).mul<Tensor1D>(next)
      const here = denoised[i].sub<Tensor4D>(x).div<Tensor4D>(sigma ** 2)
      const there = denoiser(x, at)
        .sub<Tensor4D>(x)
        .div<Tensor4D>(next ** 2)
      return Math.sqrt(sigma * next) * rmsDistance(tf, here, there)
    }),
  )
}

/** Levels at equal shares of masses measured between the teacher's positive levels. */
export const levelsOfMasses = (masses: Float64Array, { levels: from }: Teacher, levels: number): number[] =>
  Array.from(gridOfMasses(Float64Array.from(from.slice(0, -1)), masses, levels))

export type MeasuredLoss = readonly { sigma: number; mse: number }[]

/**
 * Equal entropy a step: density mmse/sigma^power, power 3 of dH/dsigma and 2 of the rescaled time (Stancevic et al. 2025, arXiv 2504.13612);
 * log mmse linear in log sigma between the levels at which it was measured.
 */
export function entropicLevels(
  loss: MeasuredLoss,
  power: 2 | 3,
  ends: { levels: number; sigmaMax: number; sigmaMin: number },
): number[] {
  const sorted = loss.filter(({ mse }) => mse > 0).toSorted((a, b) => a.sigma - b.sigma)
  const [xs, ys] = [sorted.map(({ sigma }) => Math.log(sigma)), sorted.map(({ mse }) => Math.log(mse))]
  const logLoss = (x: number) => {
    const at = xs.findIndex((other) => other >= x)
    const k = at < 0 ? xs.length - 1 : Math.max(1, at)
    const share = Math.min(1, Math.max(0, (x - xs[k - 1]) / (xs[k] - xs[k - 1])))
    return ys[k - 1] + (ys[k] - ys[k - 1]) * share
  }
  return Array.from(gridOfDensity((sigma) => Math.exp(logLoss(Math.log(sigma))) / sigma ** power, ends))
}
