/** The levels that a network has learnt: the middle 99.9 % of the noise law that it was trained at. */
import type { NoiseLaw } from './noise-laws.ts'
import { levelLaw } from './noise-laws.ts'

export type TrainedSpan = readonly [sigmaMin: number, sigmaMax: number]

/** Quantiles .0005 and .9995 of the standard normal law (SciPy 1.17.1, norm.ppf). */
const NORMAL = 3.2905267314919255
const TAIL = 0.0005

/** Smallest and largest sigma, in units of the network; the ends themselves where the levels are a list. */
export function trainedSpan(law: NoiseLaw): TrainedSpan {
  const { from, sigma, density, span } = levelLaw(law)
  if (density === null) return span
  const ends = from === 'normal' ? [sigma(-NORMAL), sigma(NORMAL)] : [sigma(TAIL), sigma(1 - TAIL)]
  return [Math.min(...ends), Math.max(...ends)]
}
