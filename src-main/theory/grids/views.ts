/** The linked views of one schedule that the editor draws side by side: the same levels in every notation, and how they lie. */

import { alphaBarOfSigma, betasOfSigmas, logSnrOfSigma } from './units.ts'

export type ScheduleViews = {
  sigma: Float64Array
  /** ln sigma. */
  logSigma: Float64Array
  /** -2 ln sigma. */
  logSnr: Float64Array
  alphaBar: Float64Array
  /** DDPM's beta between each level and the next cleaner one (the cleanest: and 0), in the order of `sigma`. */
  beta: Float64Array
  /** sigma_i/sigma_(i+1), one fewer than levels. Constant for a geometric sequence. */
  ratio: Float64Array
  /** Share of the steps spent per unit of ln sigma, at `densityAt` = the middle of each step; its integral is 1. */
  density: Float64Array
  densityAt: Float64Array
}

/** All views of `sigmas`, which fall strictly and stay above 0. */
export function scheduleViews(sigmas: ArrayLike<number>): ScheduleViews {
  const sigma = Float64Array.from(sigmas)
  const logSigma = sigma.map(Math.log)
  const steps = Math.max(0, sigma.length - 1)
  const perStep = (view: (i: number) => number) => Float64Array.from({ length: steps }, (_, i) => view(i))
  return {
    sigma,
    logSigma,
    logSnr: sigma.map(logSnrOfSigma),
    alphaBar: sigma.map(alphaBarOfSigma),
    beta: betasOfSigmas(sigma).toReversed(),
    ratio: perStep((i) => sigma[i] / sigma[i + 1]),
    density: perStep((i) => 1 / (steps * (logSigma[i] - logSigma[i + 1]))),
    densityAt: perStep((i) => (logSigma[i] + logSigma[i + 1]) / 2),
  }
}
