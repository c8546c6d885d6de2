/** Checks of a list's two ends: does it start in the noise that the sampler starts from, and stop where the data are? */

import { rescaleSigmas } from '../units.ts'
import { SAMPLERS, levelsOf, say, type Check } from './findings.ts'

export const missingZero: Check = ({ sampler, appendsZero = true }, list) => {
  const last = list[list.length - 1]
  if (!SAMPLERS[sampler].reachesZero || appendsZero || last === 0) return null
  return {
    code: 'missing-terminal-zero',
    level: 'error',
    message: `The list stops at ${say(last)} and ${sampler} does not go on to 0.`,
    why: 'The sample keeps noise of that level, and the last evaluation is spent on a step that is never made.',
    fix: { label: 'Append 0', sigmas: Float64Array.from([...list, 0]) },
  }
}

export const langevinAtZero: Check = ({ sampler }, list) =>
  SAMPLERS[sampler].langevin && list[list.length - 1] === 0
    ? {
        code: 'langevin-at-zero',
        level: 'error',
        message: 'The list ends in 0, a level at which Langevin dynamics cannot run.',
        why: 'Steps are proportional to sigma^2 and the score to 1/sigma^2; the clean end is reached by a last denoising instead.',
        fix: { label: 'Leave the 0 out', sigmas: levelsOf(list).slice() },
      }
    : null

export const aboveTraining: Check = ({ trained }, list) =>
  trained?.sigmaMax !== undefined && list[0] > 1.01 * trained.sigmaMax
    ? {
        code: 'above-training',
        level: trained.scales ? 'note' : 'warning',
        message: `sigma_1 = ${say(list[0])} is above the ${say(trained.sigmaMax)} that the network was trained to.`,
        why: trained.scales
          ? 'It is asked at noise levels that it has hardly seen; its preconditioning carries it some way beyond them.'
          : 'It is asked at noise levels that it has never seen.',
        fix: { label: 'Start where training ended', parameters: { sigma_max: trained.sigmaMax } },
      }
    : null

export const belowTrainingStart: Check = ({ trained, sampler, process, largestDistance }, list) =>
  trained?.sigmaMax !== undefined &&
  !trained.zeroTerminalSnr &&
  // The data themselves say better where to start.
  (largestDistance === undefined || process === 'vp') &&
  list[0] < 0.8 * trained.sigmaMax
    ? {
        code: 'starts-too-low',
        level: 'warning',
        message: `The list starts at ${say(list[0])}, though the network was trained to ${say(trained.sigmaMax)}.`,
        why:
          process === 'vp'
            ? `${sampler} starts from pure noise, which is what the last training level looks like, not this one: brightness and large shapes come out wrong.`
            : 'Noise of this level does not hide the data, so what is far apart in them is decided by the start and not by the model.',
        fix: { label: 'Start at the last training level', parameters: { sigma_max: trained.sigmaMax } },
      }
    : null

export const dataScale: Check = ({ trained, dataRange }, list) => {
  if (!trained?.dataRange || !dataRange) return null
  const factor = (trained.dataRange[1] - trained.dataRange[0]) / (dataRange[1] - dataRange[0])
  if (factor === 1 && trained.dataRange[0] === dataRange[0]) return null
  return {
    code: 'data-range',
    level: 'error',
    message: `The list is for data in [${dataRange.join(', ')}], the network for data in [${trained.dataRange.join(', ')}].`,
    why: 'Sigma is a length in data units: the network would be told a noise level that is wrong by the ratio of the ranges.',
    fix: { label: `Multiply every sigma by ${factor}`, sigmas: rescaleSigmas(list, dataRange, trained.dataRange) },
  }
}

export const belowDistance: Check = ({ largestDistance, process }, list) => {
  if (largestDistance === undefined || process === 'flow' || process === 'vp') return null
  const share = list[0] / largestDistance
  if (!(share < 0.9)) return null
  return {
    code: 'sigma-1-below-distance',
    level: share < 0.25 ? 'warning' : 'note',
    message: `sigma_1 = ${say(list[0])} is ${say(100 * share)} % of the largest distance in the data, ${say(largestDistance)}.`,
    why: 'A sample cannot cross between data that the largest noise does not join, so class proportions follow the start (Song & Ermon 2020, arXiv:2006.09011, technique 1).',
    fix: { label: 'Start at the largest distance', parameters: { sigma_max: Number(largestDistance.toPrecision(3)) } },
  }
}

const shifted = (t: number, s: number) => (s * t) / (1 + (s - 1) * t)
const unshifted = (t: number, s: number) => t / (s - (s - 1) * t)

/** Largest second difference of a list, in units of its mean step. 0 for a uniform one. */
function bend(list: Float64Array): number {
  const n = list.length
  const step = (list[0] - list[n - 1]) / (n - 1)
  let worst = 0
  for (let i = 2; i < n; i++) worst = Math.max(worst, Math.abs(list[i] - 2 * list[i - 1] + list[i - 2]) / step)
  return worst
}

export const doubleShift: Check = ({ process, shift, trained }, list) => {
  const levels = levelsOf(list)
  if (process !== 'flow' || !shift || shift === 1 || levels.length < 3) return null
  const once = levels.map((t) => unshifted(t, shift))
  const twice = once.map((t) => unshifted(t, shift))
  const last = once[once.length - 1]
  const wholeList = bend(twice) < 1e-3 && bend(once) > 1e-2
  // Ends read after shifting and a uniform grid between them: only the last value betrays it.
  const fromShiftedEnds =
    trained?.sigmaMin !== undefined && Math.abs(last / trained.sigmaMin - 1) < 0.02 && bend(once) < 1e-3
  if (!wholeList && !fromShiftedEnds) return null
  const n = levels.length
  const end = wholeList ? twice[n - 1] : unshifted(last, shift)
  const fixed = Float64Array.from(levels, (_, i) => shifted(twice[0] + ((end - twice[0]) * i) / (n - 1), shift))
  return {
    code: 'double-shift',
    level: 'error',
    message: `The shift ${shift} has been applied twice: the last level is ${say(levels[n - 1])} instead of ${say(fixed[n - 1])}.`,
    why: 'Ends that already carry the shift were fed into a grid that is shifted again; the sampler leaves detail to one last jump.',
    fix: { label: 'Shift once', sigmas: list.length > n ? Float64Array.from([...fixed, 0]) : fixed },
  }
}
