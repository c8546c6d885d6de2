/**
 * Checks that judge by the size of the effect, exact on Gaussian data of standard deviation s: what the start leaves of the data, and
 * what the last step of Euler's method keeps of their spread.
 */

import { SAMPLERS, dataStdOf, levelsOf, say, type Check, type Level } from './findings.ts'

/**
 * Share of a datum's distance from the mean that the start decides instead of the model: along the ODE, x_0 - mean shrinks from level sigma by
 * s/sqrt(s^2 + sigma^2), so a start that lacks the datum's own offset is out by that share of it at the end.
 */
export const decidedByStart = (std: number, sigma: number): number => std / Math.hypot(std, sigma)

/** Share of the data's standard deviation that one Euler step from sigma to 0 keeps: x = D(x, sigma) has s^2/sqrt(s^2 + sigma^2). */
export const keptByLastStep = (std: number, sigma: number): number => std / Math.hypot(std, sigma)

/** Shares from which an effect is no longer a matter of taste. */
const START = { warning: 0.1 }
const KEPT = { warning: 0.8 }
/** Sigma, in standard deviations of the data, below which a jump to 0 is not seen: .1 % of the spread. */
const INVISIBLE = 0.05
/** SNR of unit variance that a known fault of pictures has (Stable Diffusion's is .0047). */
const NOTED_SNR = 1e-3
/** alpha-bar that stands in for 0 where a finite sigma is needed; sigma = 4518. */
const NEAR_ZERO_SNR = 5e-8

const percent = (share: number) => `${say(100 * share)} %`

export const terminalSnr: Check = (patient, list) => {
  const { process = 've', trained, sampler, dimension } = patient
  // A list that rises is told by its order: its first level is no start.
  if (process === 'flow' || list[0] < levelsOf(list).at(-1)!) return null
  const std = dataStdOf(patient)
  const sigma = list[0]
  const bar = 1 / sigma ** 2
  if (process === 'vp' && trained?.zeroTerminalSnr && bar > 2 * NEAR_ZERO_SNR)
    return {
      code: 'non-zero-terminal-snr',
      level: 'error',
      message: `The network was trained to SNR 0, but the list starts at SNR ${say(bar)} (sigma ${say(sigma)}).`,
      why: `${sampler} hands it pure noise and says that signal is left, so mean brightness is wrong (Lin et al. 2023, arXiv:2305.08891). Rescale the betas as in training and start at the last step.`,
      fix: { label: 'Start at sigma = 4500', parameters: { sigma_max: 4500 } },
    }
  // Langevin dynamics forgets its start at the first level, and a network that was trained to SNR 0 has none left.
  if (SAMPLERS[sampler].langevin || trained?.zeroTerminalSnr) return null
  const share = decidedByStart(std, sigma)
  const snr = (std / sigma) ** 2
  const whole = dimension === undefined ? bar > NOTED_SNR : snr * dimension > 1
  const level: Level | null = share > START.warning ? 'warning' : process === 'vp' && whole ? 'note' : null
  if (level === null) return null
  const left = `SNR ${say(snr)} against data of standard deviation ${say(std)} (alpha-bar ${say(1 / (1 + sigma ** 2))})`
  const inAll = dimension === undefined ? '' : `, ${say(snr * dimension)} in all ${dimension} numbers together`
  return {
    code: 'terminal-snr',
    level,
    message: `At its start, sigma ${say(sigma)}, the list leaves ${left}${inAll}: pure noise decides ${percent(share)} of each datum.`,
    why:
      level === 'warning'
        ? `${sampler} starts from noise alone, where the data are still to be seen: samples are drawn to the mean of the data by that share. Betas made for more steps, or a first sigma too small, do this.`
        : 'Training sees a trace of every picture there, sampling does not: very dark and very bright pictures are hard to reach (Lin et al. 2023, arXiv:2305.08891).',
    ...(level === 'warning' && {
      fix: { label: 'Start where a hundredth is left', parameters: { sigma_max: Number((100 * std).toPrecision(3)) } },
    }),
  }
}

export const lastJump: Check = (patient, list) => {
  const levels = levelsOf(list)
  if (patient.process === 'flow' || !SAMPLERS[patient.sampler].reachesZero || levels.length === 0) return null
  if (list[0] < levels.at(-1)!) return null
  const std = dataStdOf(patient)
  const last = levels[levels.length - 1]
  if (!(last > INVISIBLE * std)) return null
  const kept = keptByLastStep(std, last)
  return {
    code: 'last-step-jumps',
    level: kept < KEPT.warning ? 'warning' : 'note',
    message: `The last step, ${say(last)} to 0, keeps ${percent(kept)} of the spread of data of standard deviation ${say(std)}.`,
    why: 'One Euler step to 0 answers with the mean of all data that could lie under the noise of the last level, s/sqrt(s^2 + sigma^2) of their spread: the larger sigma_min, the more detail is blurred away.',
    fix: { label: 'Lower sigma_min', parameters: { sigma_min: Number((INVISIBLE * std).toPrecision(3)) } },
  }
}

export const endsTooHigh: Check = (patient, list) => {
  const { trained } = patient
  const levels = levelsOf(list)
  const last = levels[levels.length - 1]
  if (trained?.sigmaMin === undefined || !(last > 3 * trained.sigmaMin)) return null
  const kept = keptByLastStep(dataStdOf(patient), last)
  return {
    code: 'sigma-min-too-large',
    level: kept < KEPT.warning ? 'warning' : 'note',
    message: `The last level, ${say(last)}, is ${say(last / trained.sigmaMin)} times the smallest that the network knows, ${say(trained.sigmaMin)}.`,
    why: `What the network learnt about detail below that level is never used; of the data's spread, ${percent(1 - kept)} lies there.`,
    fix: { label: 'End at the smallest training level', parameters: { sigma_min: trained.sigmaMin } },
  }
}
