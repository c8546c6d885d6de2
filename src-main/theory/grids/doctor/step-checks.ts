/** Checks of the steps between levels, in log sigma: is one far larger than its neighbours, or too large at all? */

import { dataStdOf, levelsOf, say, type Check, type Patient } from './findings.ts'

/** A step so many times its larger neighbour is no part of the curve. */
const UNEVEN = 3.5
/** A step in sigma by this factor leaves a solver nothing to follow. */
const HUGE = 1000
/** Above so many standard deviations of the data all is noise, below so many all is data: steps wholly there cost little. */
const [NOISE, DATA] = [10, 0.02]
/** What float32 tells apart of a pixel. */
const FLOAT32 = 6e-8

type Step = { i: number; from: number; to: number; log: number }

/** Steps that pass through levels where the picture is decided. The first of a process that ends in unit noise starts at infinity. */
function stepsOf(patient: Patient, list: Float64Array): Step[] {
  const levels = levelsOf(list)
  const std = dataStdOf(patient)
  const first = patient.process === 'vp' ? 1 : 0
  return Array.from({ length: Math.max(0, levels.length - 1) }, (_, i) => ({
    i,
    from: levels[i],
    to: levels[i + 1],
    log: Math.log(levels[i] / levels[i + 1]),
  })).filter(({ i, from, to }) => i >= first && to < NOISE * std && from > DATA * std)
}

export const hugeStep: Check = (patient, list) => {
  if (patient.process === 'flow') return null
  const worst = stepsOf(patient, list).find(({ log }) => log > Math.log(HUGE))
  if (!worst) return null
  return {
    code: 'huge-step',
    level: 'warning',
    message: `Step ${worst.i + 1} goes from ${say(worst.from)} to ${say(worst.to)}, a factor of ${say(worst.from / worst.to)}.`,
    why: 'All that is decided between these levels is decided by one evaluation, at a level that is far from most of them: what comes out is the mean of the data, or noise.',
  }
}

export const unevenStep: Check = (patient, list) => {
  if (patient.process === 'flow') return null
  const levels = levelsOf(list)
  const log = (i: number) => (i >= 0 && i < levels.length - 1 ? Math.log(levels[i] / levels[i + 1]) : 0)
  const uneven = stepsOf(patient, list)
    .map((step) => ({ ...step, beside: Math.max(log(step.i - 1), log(step.i + 1)) }))
    .filter(({ log, beside }) => beside > 0 && log > UNEVEN * beside && log > Math.log(2) && log <= Math.log(HUGE))
  const worst = uneven.toSorted((a, b) => b.log / b.beside - a.log / a.beside)[0]
  if (!worst) return null
  return {
    code: 'uneven-step',
    level: 'warning',
    message: `Step ${worst.i + 1}, ${say(worst.from)} to ${say(worst.to)}, spans ${say(worst.log)} in ln sigma, ${say(worst.log / worst.beside)} times the larger of its neighbours.`,
    why: 'The curve breaks there: evaluations are saved where it is fine and lost in one coarse step. Evenly spaced timesteps do this at the clean end of a table, for its first timesteps lie far apart in ln sigma; leave the last point to the step to 0, as sgm-uniform does, or take a grid in sigma.',
    ...(worst.i === levels.length - 2 && {
      fix: {
        label: 'Leave the last level out',
        sigmas: Float64Array.from([...levels.subarray(0, -1), ...(list.length > levels.length ? [0] : [])]),
      },
    }),
  }
}

export const vanishingLevel: Check = (patient, list) => {
  const levels = levelsOf(list)
  const least = FLOAT32 * dataStdOf(patient)
  const at = levels.findIndex((sigma) => sigma < least)
  if (patient.process === 'flow' || at < 0) return null
  return {
    code: 'vanishing-level',
    level: 'warning',
    message: `Level ${at + 1}, ${say(levels[at])}, is below what float32 tells apart in the data.`,
    why: 'There x and x + sigma z are the same numbers: a network that divides by sigma answers rounding errors, and a grid with such an end spends its levels where nothing is (black or broken pictures).',
    fix: {
      label: 'Leave such levels out',
      sigmas: Float64Array.from([
        ...levels.filter((sigma) => sigma >= least),
        ...(list.length > levels.length ? [0] : []),
      ]),
    },
  }
}
