/** Checks of a list's two ends: does it start in the noise that the sampler starts from, and stop where the data are? */

import { rescaleSigmas } from '../units.ts'
import { SAMPLERS, dataStdOf, levelsOf, say, type Check } from './findings.ts'

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

/** Ratio of the jump to 0 to the step before it beyond which the end is no longer part of the curve. */
const JUMP = 1.5
/** Sigma, in standard deviations of the data, below which a jump to 0 is not seen. */
const INVISIBLE = 0.05

export const lastJump: Check = (patient, list) => {
  const levels = levelsOf(list)
  const n = levels.length
  if (patient.process === 'flow' || !SAMPLERS[patient.sampler].reachesZero || n < 2) return null
  const [last, before] = [levels[n - 1], levels[n - 2] - levels[n - 1]]
  if (!(last > INVISIBLE * dataStdOf(patient) && before > 0 && last > JUMP * before)) return null
  return {
    code: 'last-step-jumps',
    level: 'warning',
    message: `The last step, ${say(last)} to 0, is ${say(last / before)} times the one before it (${say(before)}).`,
    why: 'sigma_min is too large for a curve that is so fine there: the steps saved at the end are paid for by one coarse step that blurs detail.',
    fix: {
      label: 'Lower sigma_min',
      parameters: { sigma_min: Number((INVISIBLE * dataStdOf(patient)).toPrecision(3)) },
    },
  }
}

export const aboveTraining: Check = ({ trained }, list) =>
  trained?.sigmaMax !== undefined && list[0] > 1.01 * trained.sigmaMax
    ? {
        code: 'above-training',
        level: 'warning',
        message: `sigma_1 = ${say(list[0])} is above the ${say(trained.sigmaMax)} that the network was trained to.`,
        why: 'It is asked at noise levels that it has never seen.',
        fix: { label: 'Start where training ended', parameters: { sigma_max: trained.sigmaMax } },
      }
    : null

export const belowTrainingStart: Check = ({ trained, sampler, process }, list) =>
  trained?.sigmaMax !== undefined && !trained.zeroTerminalSnr && list[0] < 0.8 * trained.sigmaMax
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

export const endsTooHigh: Check = ({ trained }, list) => {
  const levels = levelsOf(list)
  const last = levels[levels.length - 1]
  if (trained?.sigmaMin === undefined || !(last > 3 * trained.sigmaMin)) return null
  return {
    code: 'sigma-min-too-large',
    level: 'warning',
    message: `The last level, ${say(last)}, is ${say(last / trained.sigmaMin)} times the smallest that the network knows, ${say(trained.sigmaMin)}.`,
    why: 'What the network learnt about detail below that level is never used.',
    fix: { label: 'End at the smallest training level', parameters: { sigma_min: trained.sigmaMin } },
  }
}

/** alpha-bar that stands in for 0 where a finite sigma is needed; sigma = 4518. */
const NEAR_ZERO_SNR = 5e-8

export const terminalSnr: Check = ({ process, trained, sampler }, list) => {
  if (process !== 'vp') return null
  const snr = 1 / list[0] ** 2
  if (trained?.zeroTerminalSnr && snr > 2 * NEAR_ZERO_SNR)
    return {
      code: 'non-zero-terminal-snr',
      level: 'error',
      message: `The network was trained to SNR 0, but the list starts at SNR ${say(snr)} (sigma ${say(list[0])}).`,
      why: `${sampler} hands it pure noise and says that signal is left, so mean brightness is wrong (Lin et al. 2023, arXiv:2305.08891). Rescale the betas as in training and start at the last step.`,
      fix: { label: 'Start at sigma = 4500', parameters: { sigma_max: 4500 } },
    }
  if (!trained?.zeroTerminalSnr && snr > 1e-3)
    return {
      code: 'terminal-snr',
      level: 'note',
      message: `At its start the process keeps SNR ${say(snr)}.`,
      why: 'Training sees a trace of every picture there, sampling does not: very dark and very bright pictures are hard to reach (Lin et al. 2023, arXiv:2305.08891).',
    }
  return null
}

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
