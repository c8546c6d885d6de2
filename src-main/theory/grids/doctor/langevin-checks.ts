/** Checks of a list under annealed Langevin dynamics: can a sample follow from level to level with the steps it is given? */

import { overlap, pullOf, ratioOfOverlap, varianceRatio, type LangevinSteps } from '../annealing.ts'
import { SAMPLERS, levelsOf, say, type Check, type Patient } from './findings.ts'

const TOO_LOW = 0.1
const WASTEFUL = 0.9
/** Share of the start that Langevin steps may leave for the overlap not to matter. */
const FORGOTTEN = 0.05

function steps({ sampler, langevin }: Patient, levels: Float64Array): LangevinSteps | null {
  return SAMPLERS[sampler].langevin && langevin && levels.length > 1
    ? { ...langevin, sigmaL: levels[levels.length - 1] }
    : null
}

/** The widest gap between neighbours: its ratio and the index of its noisier level. */
function widestGap(levels: Float64Array): { gamma: number; at: number } {
  let [gamma, at] = [1, 0]
  for (let i = 0; i + 1 < levels.length; i++)
    if (levels[i] / levels[i + 1] > gamma) [gamma, at] = [levels[i] / levels[i + 1], i]
  return { gamma, at }
}

const levelsFor = (levels: Float64Array, gamma: number) =>
  Math.max(2, 1 + Math.ceil(Math.log(levels[0] / levels[levels.length - 1]) / Math.log(gamma)))

export const overlapTooLow: Check = (patient, list) => {
  const levels = levelsOf(list)
  if (!SAMPLERS[patient.sampler].langevin || !patient.dimension || levels.length < 2) return null
  const { gamma, at } = widestGap(levels)
  const share = overlap(gamma, patient.dimension)
  if (share >= TOO_LOW) return null
  const step = steps(patient, levels)
  const left = step ? Math.abs(1 - pullOf(step)) ** (2 * step.inner) : 1
  const needed = levelsFor(levels, ratioOfOverlap(0.5, patient.dimension))
  return {
    code: 'overlap-too-low',
    level: left < FORGOTTEN ? 'note' : 'warning',
    message: `Levels ${at + 1} and ${at + 2} overlap by C = ${say(share)} (ratio ${say(gamma)} in ${patient.dimension} dimensions).`,
    why:
      left < FORGOTTEN
        ? 'Samples of one level lie where the next was not trained; so many inner steps bring them back, at their price (Song & Ermon 2020, technique 2).'
        : 'Samples of one level lie where the next was not trained, and the inner steps are too few to bring them back (Song & Ermon 2020, technique 2).',
    fix: { label: `Geometric with ${needed} levels (C = .5)`, parameters: { levels: needed } },
  }
}

export const overlapWasteful: Check = ({ sampler, dimension }, list) => {
  const levels = levelsOf(list)
  if (!SAMPLERS[sampler].langevin || !dimension || levels.length < 3) return null
  const { gamma } = widestGap(levels)
  const share = overlap(gamma, dimension)
  if (share <= WASTEFUL) return null
  const enough = levelsFor(levels, ratioOfOverlap(0.5, dimension))
  return {
    code: 'overlap-wasteful',
    level: 'note',
    message: `Even the widest gap overlaps by C = ${say(share)}; about ${enough} levels would do for C = .5.`,
    why: 'Levels this close repeat each other: the evaluations would serve better as inner steps or a larger sigma_1.',
    fix: { label: `${enough} levels`, parameters: { levels: enough } },
  }
}

export const stepUnstable: Check = (patient, list) => {
  const step = steps(patient, levelsOf(list))
  if (!step) return null
  const e = pullOf(step)
  const sign = step.convention === 'report' ? 2 : 1
  const advised = { eps: Number((0.05 * sign * step.sigmaL ** 2).toPrecision(2)) }
  if (!(e > 0 && e < 2))
    return {
      code: 'langevin-diverges',
      level: 'error',
      message: `A step takes ${say(e)} of x away; outside 0 to 2 the chain grows without bound.`,
      why: `eps = ${say(step.eps)} is step_lr at sigma_L = ${say(step.sigmaL)}; each step multiplies a deviation by ${say(1 - e)}.`,
      fix: { label: `eps = ${advised.eps}`, parameters: advised },
    }
  const { gamma, at } = widestGap(levelsOf(list))
  const ratio = varianceRatio(gamma, step)
  if (ratio < 1.5 && ratio > 1 / 1.5) return null
  // Inner steps after which a tenth of the start's variance is left, unless so many that a larger eps is the better way.
  const inner = Math.ceil(Math.log(0.1) / (2 * Math.log1p(-Math.min(e, 0.5))))
  return {
    code: 'langevin-variance',
    level: 'warning',
    message: `After ${step.inner} steps at level ${at + 2} the variance is ${say(ratio)} times what it should be.`,
    why:
      ratio > 1
        ? e > 0.5
          ? 'The step is so large that the noise it adds outweighs what it takes away.'
          : 'Too few or too small steps for so wide a gap: noise of the level above is carried to the end (Song & Ermon 2020, technique 4).'
        : 'The steps take more away than the level holds.',
    fix:
      e > 0.5 || inner > 100
        ? { label: `eps = ${advised.eps}`, parameters: advised }
        : { label: `${inner} inner steps`, parameters: { inner } },
  }
}
