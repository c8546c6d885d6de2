/** Levels, and for Langevin dynamics steps, that a sampler is known to follow: what a finding on its steps advises. */
import { ratioOfOverlap } from '../annealing.ts'
import { adviseSteps } from '../advised-steps.ts'
import { sigmaSequence } from '../sequences.ts'
import { levelsOf, SAMPLERS, type Fix, type Patient } from './findings.ts'
import { DIVERGES, effectOf } from './gaussian-law.ts'

/** Noise left, in widths of the data range, that is hardly seen; what a fix has to come below. */
export const UNSEEN = 0.04
/** Overlap of neighbours that Langevin dynamics is advised with. */
const OVERLAP = 0.5
const COUNTS = [18, 24, 32, 48, 64, 100, 150]

const three = (value: number) => Number(value.toPrecision(3))
const widthOf = ({ dataRange = [-1, 1] }: Patient) => dataRange[1] - dataRange[0]

/** The two ends: those of the list, where the data do not speak against them. */
function endsOf(patient: Patient, levels: Float64Array): { sigmaMax: number; sigmaMin: number } {
  const { largestDistance: far } = patient
  const [first, last] = [levels[0], levels[levels.length - 1]]
  const sigmaMax = far !== undefined && (first < far || first > 4 * far) ? three(far) : three(first)
  const hundredth = 0.01 * widthOf(patient)
  const sigmaMin = last > hundredth || last < hundredth / 10 ? hundredth : three(last)
  return { sigmaMax, sigmaMin }
}

/** A Karras list for a solver of the ODE or SDE, of the fewest levels that its law calls sound. */
export function advisedForSteps(patient: Patient, list: Float64Array): Fix | null {
  const ends = endsOf(patient, levelsOf(list))
  const parameters = COUNTS.map((levels) => ({ levels, ...ends, rho: 7 })).find((given) => {
    const sigmas = sigmaSequence({ family: 'karras', ...given })
    const effect = effectOf({ ...patient, sigmas }, sigmas)
    return effect === null || (effect !== DIVERGES && effect.noise < UNSEEN * widthOf(patient) && effect.lost < 0.15)
  })
  if (!parameters) return null
  const { levels, sigmaMax, sigmaMin } = parameters
  return {
    label: `Karras, ${levels} levels, ${sigmaMax} to ${sigmaMin}`,
    schedule: { family: 'karras', parameters },
  }
}

/** Steps for the levels as they are, where they are enough; else a geometric sequence of overlap one half with its own. */
export function advisedForLangevin(patient: Patient, list: Float64Array): Fix {
  const levels = levelsOf(list)
  const unit = patient.langevin?.convention === 'report' ? 2 : 1
  const asked = (sigmas: ArrayLike<number>) => {
    const { inner, eps } = adviseSteps(sigmas)
    return { inner, eps: unit * eps }
  }
  const own = asked(levels)
  const effect = effectOf({ ...patient, langevin: { ...patient.langevin, ...own } }, list)
  const far = patient.largestDistance
  const joined = far === undefined || levels[0] >= 0.9 * far
  if (joined && effect !== DIVERGES && effect !== null && effect.noise < UNSEEN * widthOf(patient))
    return { label: `${own.inner} steps at each level, eps = ${own.eps}`, sampler: own }
  return advisedSequence(patient, list)
}

/** Technique 2's sequence between the ends that the data ask for, with its steps. */
export function advisedSequence(patient: Patient, list: Float64Array): Fix {
  const ends = endsOf(patient, levelsOf(list))
  const gamma = Math.min(2, ratioOfOverlap(OVERLAP, patient.dimension ?? 1))
  const count = Math.min(1000, Math.max(2, 1 + Math.ceil(Math.log(ends.sigmaMax / ends.sigmaMin) / Math.log(gamma))))
  const parameters = { levels: count, ...ends }
  const { inner, eps } = adviseSteps(sigmaSequence({ family: 'geometric', ...parameters }))
  const unit = patient.langevin?.convention === 'report' ? 2 : 1
  return {
    label: `Geometric, ${count} levels, ${ends.sigmaMax} to ${ends.sigmaMin}, T = ${inner}, eps = ${unit * eps}`,
    schedule: { family: 'geometric', parameters },
    sampler: { inner, eps: unit * eps },
  }
}

/** What is advised for this sampler, whatever is wrong. */
export const advised = (patient: Patient, list: Float64Array): Fix | null =>
  SAMPLERS[patient.sampler].langevin ? advisedSequence(patient, list) : advisedForSteps(patient, list)
