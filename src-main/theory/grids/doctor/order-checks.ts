/** Checks of a list's order: does every step go from more noise to less? */

import { sigmaSequence } from '../sequences.ts'
import { levelsOf, say, type Check } from './findings.ts'

/** Distinct values, falling: what remains of a list when repeats and disorder are taken out. */
const sorted = (list: Float64Array) => Float64Array.from(new Set(list.toSorted().toReversed()))

export const empty: Check = (_, list) =>
  levelsOf(list).length > 0
    ? null
    : {
        code: 'empty',
        level: 'error',
        message: 'The list has no level above 0.',
        why: 'There is nothing to sample along.',
      }

export const negative: Check = (_, list) => {
  const at = list.findIndex((sigma, i) => sigma < 0 || (sigma === 0 && i < list.length - 1))
  if (at < 0) return null
  return {
    code: 'not-positive',
    level: 'error',
    message: `Level ${at + 1} is ${say(list[at])}.`,
    why: 'A standard deviation is above 0; only the last entry may be 0, the clean end.',
    fix: {
      label: isTail(list, at) ? `Leave out all zeros but one, from level ${at + 1}` : 'Leave out what is not above 0',
      sigmas: list.filter((sigma, i) => sigma > 0 || (sigma === 0 && i === list.length - 1)),
    },
  }
}

/** Whether nothing but zeros follows from there. */
const isTail = (list: Float64Array, at: number) => list.subarray(at).every((sigma) => sigma === 0)

export const lastRepeated: Check = (_, list) => {
  const levels = levelsOf(list)
  const n = levels.length
  if (n < 2 || levels[n - 1] !== levels[n - 2]) return null
  return {
    code: 'last-sigma-repeated',
    level: 'error',
    message: `The last sigma, ${say(levels[n - 1])}, stands twice, so the last step has size 0.`,
    why: 'The sampler spends a network evaluation and stays where it is: the picture keeps the noise of the last level.',
    fix: { label: 'Replace the repeat by the clean end, 0', sigmas: Float64Array.from([...sorted(levels), 0]) },
  }
}

export const zeroStep: Check = (_, list) => {
  const levels = levelsOf(list)
  const at = levels.findIndex((sigma, i) => i > 0 && i < levels.length - 1 && sigma === levels[i - 1])
  const alsoFirst = at < 0 && levels.length === 2 && levels[0] === levels[1]
  if (at < 0 || alsoFirst) return null
  return {
    code: 'zero-step',
    level: 'error',
    message: `Levels ${at} and ${at + 1} are both ${say(levels[at])}: a step of size 0.`,
    why: 'A step of size 0 costs an evaluation and does nothing; solvers that divide by the step return NaN. Often an index clamped to the table.',
    fix: { label: 'Keep each level once', sigmas: sorted(list) },
  }
}

export const disorder: Check = (_, list) => {
  const at = list.findIndex((sigma, i) => i > 0 && sigma > list[i - 1])
  if (at < 0) return null
  const rising = list.every((sigma, i) => i === 0 || sigma > list[i - 1])
  return {
    code: rising ? 'rising' : 'not-monotone',
    level: 'error',
    message: rising
      ? 'The list rises: it starts at the clean end.'
      : `Level ${at + 1}, ${say(list[at])}, is noisier than the one before it, ${say(list[at - 1])}.`,
    why: rising
      ? 'Sampling takes noise away. In a file `order` tells how the noise goes, not the numbers: alpha-bar or log-SNR that fall as they are printed are order "rising".'
      : 'Sampling takes noise away; a step up asks the solver to extrapolate backwards.',
    fix: { label: 'Sort, noisiest first', sigmas: sorted(list) },
  }
}

export const brokenChain: Check = ({ steps }) => {
  const at = steps?.findIndex(([from], i) => i > 0 && Math.abs(from - steps[i - 1][1]) > 1e-9 * from) ?? -1
  if (!steps || at < 0) return null
  return {
    code: 'broken-chain',
    level: 'error',
    message: `Step ${at} ends at ${say(steps[at - 1][1])}, but step ${at + 1} begins at ${say(steps[at][0])}.`,
    why: 'The network is then told a noise level that the sample does not have. The next level has to be read from the list, not worked out by a formula for another spacing.',
    fix: { label: 'Walk the list as it stands', sigmas: Float64Array.from([...steps.map(([from]) => from), 0]) },
  }
}

/** Runs on lists that are not finite as well. */
export const notFinite: Check = ({ requested, process, sampler }, list) => {
  const at = list.findIndex((sigma) => !Number.isFinite(sigma))
  if (at < 0) return null
  const cosine = requested?.family === 'cosine' && requested.sigmaMax > 1
  if (cosine)
    return {
      code: 'cosine-above-1',
      level: 'error',
      message: `Cosine with sigma_max = ${requested.sigmaMax}: arccos exists up to 1 only, so every level is NaN.`,
      why: 'The family is defined for sigma_max <= 1.',
      fix: {
        label: 'sigma_max = 1',
        parameters: { sigma_max: 1 },
        ...(requested.sigmaMin < 1 && { sigmas: sigmaSequence({ ...requested, sigmaMax: 1 }) }),
      },
    }
  const one = levelsOf(list).length === 1
  const infinite = list[at] === Infinity && at === 0 && process === 'vp'
  return {
    code: infinite ? 'infinite-start' : 'not-finite',
    level: 'error',
    message: `Level ${at + 1} is ${list[at]}.`,
    why: one
      ? 'With a single step, formulas that divide by the number of intervals, or stretch the list to a last value, divide 0 by 0.'
      : infinite
        ? `Zero terminal SNR has no finite sigma/alpha; ${sampler} in that coordinate starts at NaN. Start a little below, as sigma = 4518 of alpha-bar 4.9e-8.`
        : 'Everything that is computed from it is not a number either.',
    ...(one && process === 'flow' && { fix: { label: 'One step from noise to data', sigmas: Float64Array.of(1, 0) } }),
  }
}
