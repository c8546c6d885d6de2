/** Checks by the sampler's exact law on the Gaussian of the data: are its steps small enough for these levels? */
import { advisedForLangevin, advisedForSteps } from './advised-levels.ts'
import { levelsOf, SAMPLERS, say, type Check, type Patient } from './findings.ts'
import { DIVERGES, effectOf } from './gaussian-law.ts'

/** Noise left in widths of the data range: from when it is seen, and from when little else is. */
const NOISE = { warning: 0.05, error: 0.2 }
/** Share of the spread that is missing: pictures are pale and their strokes thin. */
const LOST = 0.25

const widthOf = ({ dataRange = [-1, 1] }: Patient) => dataRange[1] - dataRange[0]

export const noiseLeft: Check = (patient, list) => {
  const effect = effectOf(patient, list)
  // Steps that diverge are told by their size.
  if (effect === null || effect === DIVERGES) return null
  const share = effect.noise / widthOf(patient)
  if (share < NOISE.warning) return null
  const { langevin } = SAMPLERS[patient.sampler]
  const { gamma, at } = widest(levelsOf(list))
  const fix = langevin ? advisedForLangevin(patient, list) : advisedForSteps(patient, list)
  return {
    code: 'noise-left',
    level: share < NOISE.error ? 'warning' : 'error',
    message: `These steps leave noise of ${say(effect.noise)} in every number, ${say(100 * share)} % of the data range.`,
    why: langevin
      ? `The exact law of annealed Langevin dynamics on the Gaussian with the covariance of the data: ${patient.langevin!.inner} steps of eps = ${say(patient.langevin!.eps)} at each level do not take away the noise of the level above.`
      : `The exact law of ${patient.sampler} on the Gaussian with the covariance of the data. Its widest step, ${at + 1}, divides sigma by ${say(gamma)}; what one evaluation says at its upper end does not hold at its lower.`,
    ...(fix && { fix }),
  }
}

export const spreadLost: Check = (patient, list) => {
  const effect = effectOf(patient, list)
  if (effect === null || effect === DIVERGES || effect.lost < LOST) return null
  const { langevin } = SAMPLERS[patient.sampler]
  const fix = langevin ? advisedForLangevin(patient, list) : advisedForSteps(patient, list)
  return {
    code: 'spread-lost',
    level: 'warning',
    message: `These steps lose ${say(100 * effect.lost)} % of the spread of the data.`,
    why: `The exact law of ${patient.sampler} on the Gaussian with the covariance of the data: samples are drawn towards the mean, by a first sigma that is too small or by steps that are too large.`,
    ...(fix && { fix }),
  }
}

function widest(levels: Float64Array): { gamma: number; at: number } {
  let [gamma, at] = [1, 0]
  for (let i = 0; i + 1 < levels.length; i++)
    if (levels[i] / levels[i + 1] > gamma) [gamma, at] = [levels[i] / levels[i + 1], i]
  return { gamma, at }
}
