/** The sixth error of a sampler: a denoiser whose training was stopped (linear theory). */
import { exponentialIntegral } from '../statistics/exponential-integral.ts'
import { checkSpectrum } from './spectrum.ts'
import { w2 } from './wasserstein.ts'

/**
 * `time` is 2 x learning rate x steps of full-batch gradient descent on E|w (x0 + sigma z) - x0|^2, in units of one over a variance; the gain w begins at `initial`
 * (0, or 1 of a network that passes its input through) and goes its own way at each level.
 */
export type Training = { time: number; initial: number }
export type Levels = { sigmaMax: number; sigmaMin: number }

/** w = best + (initial - best) e^(-time (l + sigma^2)), best = l/(l + sigma^2): Wang & Pehlevan 2025, arXiv 2503.03206. */
export const learnedGain = (l: number, sigma: number, { time, initial }: Training) => {
  const best = l / (l + sigma ** 2)
  return best + (initial - best) * Math.exp(-time * (l + sigma ** 2))
}

/**
 * ln x(sigma) along the flow dx/d sigma = (1 - w) x/sigma, up to a constant (same source):
 *
 *     1/2 ln(l + sigma^2) - (1 - initial)/2 e^(-time l) E1(time sigma^2) + 1/2 E1(time (l + sigma^2))
 */
function logFlow(l: number, sigma: number, { time, initial }: Training): number {
  if (time === 0) return (1 - initial) * Math.log(sigma)
  const fading = Math.exp(-time * l)
  const early = fading === 0 || initial === 1 ? 0 : (1 - initial) * fading * exponentialIntegral(time * sigma ** 2)
  return (Math.log(l + sigma ** 2) - early + exponentialIntegral(time * (l + sigma ** 2))) / 2
}

/** Variance of a direction at sigma_min of the exact flow with that gain, from its exact law at sigma_max. */
export const learnedVariance = (l: number, training: Training, { sigmaMax, sigmaMin }: Levels): number =>
  (l + sigmaMax ** 2) * Math.exp(2 * (logFlow(l, sigmaMin, training) - logFlow(l, sigmaMax, training)))

/** W2 of all directions at sigma_min to their exact law there: what stopping the training costs, and nothing else. */
export function unfinishedW2(spectrum: ArrayLike<number>, training: Training, levels: Levels): number {
  const checked = checkSpectrum(spectrum)
  return w2(
    checked.map((l) => learnedVariance(l, training, levels)),
    checked.map((l) => l + levels.sigmaMin ** 2),
  )
}

/** Times are looked for up to here, in units of one over the least variance that there is. */
const LONGEST = 1e6

/** The least time at which `reached`, which stays true from then on; by bisection in ln time. */
function firstTime(least: number, largest: number, reached: (time: number) => boolean): number {
  let [low, high] = [Math.log(1e-9 / largest), Math.log(LONGEST / least)]
  for (let round = 0; round < 80; round++) {
    const middle = (low + high) / 2
    if (reached(Math.exp(middle))) high = middle
    else low = middle
  }
  return Math.exp(high)
}

/**
 * Time after which the variance of a direction stays within a factor of two of what it should be: about proportional to 1/l (the inverse-variance law of the
 * source), so that fine detail comes last. 0 where it is so before any training.
 */
export function learningTime(l: number, initial: number, levels: Levels): number {
  const target = l + levels.sigmaMin ** 2
  const near = (time: number) => Math.abs(Math.log2(learnedVariance(l, { time, initial }, levels) / target)) <= 1
  return near(0) ? 0 : firstTime(target, l + levels.sigmaMax ** 2, near)
}

/** The least time with `unfinishedW2` at most `target`. */
export function timeFor(spectrum: ArrayLike<number>, target: number, initial: number, levels: Levels): number {
  const checked = checkSpectrum(spectrum)
  const least = checked.reduce((a, b) => Math.min(a, b)) + levels.sigmaMin ** 2
  const most = checked.reduce((a, b) => Math.max(a, b)) + levels.sigmaMax ** 2
  return firstTime(least, most, (time) => unfinishedW2(checked, { time, initial }, levels) <= target)
}
