/** What the doctor knows of schedules of noise and a corruption: traps of their last step, of too little noise, of a level that rises. */
import { toCamel } from '#contract/casing.ts'
import { parseSchedule } from '#contract/parse.ts'
import { Refusal } from '#contract/refusal.ts'
import { scheduleLevels } from '../schedule-levels.ts'
import { isTwoCurves } from '../two-curves.ts'
import type { Level as Stop } from '../levels.ts'
import type { DataRange } from '../units.ts'
import type { Finding } from './findings.ts'

/** Of data in [0, 1]: at sigma_max .05 and .025 the published networks fail, at .1 they do not (Daras et al. 2022). */
const ENOUGH_NOISE = 0.1

/** Findings for stops as they stand, whatever they are; worst first. */
export function diagnoseCurves(stops: readonly Stop[], dataRange: DataRange = [0, 1]): Finding[] {
  const findings = [risingLevel, zeroUnderCorruption, lastToZero, endsCorrupted, tooLittleNoise].map((check) =>
    check(stops, dataRange[1] - dataRange[0]),
  )
  return findings.filter((finding) => finding !== null)
}

/** Two curves as text holds them, disorder included: what `schedule two-stage --json` prints, or a schedule file; null where it is none. */
export function writtenCurves(text: string): { stops: Stop[]; dataRange?: DataRange } | null {
  if (!text.trimStart().startsWith('{')) return null
  let file: Record<string, unknown>
  try {
    file = JSON.parse(text) as Record<string, unknown>
  } catch {
    return null
  }
  const { sigmas, t, levels } = file
  const areNumbers = (list: unknown): list is number[] =>
    Array.isArray(list) && list.every((value) => typeof value === 'number')
  const range = file.data_range as DataRange | undefined
  const given = areNumbers(range) && range.length === 2 ? { dataRange: range } : {}
  if (isTwoCurves(file as { family: string }) && file.family !== 'curves')
    return { stops: [...scheduleLevels(toCamel(parseSchedule(file)))], ...given }
  if (!areNumbers(sigmas) || !areNumbers(t) || !areNumbers(levels)) return null
  if (sigmas.length !== t.length || levels.length !== t.length)
    throw new Refusal('t, sigmas and levels must be equally long.', { field: 'levels' })
  return { stops: sigmas.map((sigma, i) => ({ sigma, t: t[i], corruption: levels[i] })), ...given }
}

type Check = (stops: readonly Stop[], width: number) => Finding | null
const levelOf = ({ corruption = 0 }: Stop) => corruption

const risingLevel: Check = (stops) => {
  const at = stops.findIndex((stop, i) => i > 0 && levelOf(stop) > levelOf(stops[i - 1]))
  if (at < 0) return null
  return {
    code: 'level-rises',
    level: 'error',
    message: `The corruption rises from ${levelOf(stops[at - 1])} to ${levelOf(stops[at])} at stop ${at + 1}.`,
    why: 'A step towards the data would have to corrupt again: every sampler takes a level below the one before.',
  }
}

const zeroUnderCorruption: Check = (stops) => {
  const at = stops.findIndex((stop) => !(stop.sigma > 0) && levelOf(stop) > 0)
  if (at < 0) return null
  return {
    code: 'zero-under-corruption',
    level: 'error',
    message: `Sigma is 0 at stop ${at + 1}, where the corruption is at ${levelOf(stops[at])}.`,
    why: 'The score divides by sigma squared, and a blur cannot be undone exactly where there is no noise. Keep sigma above 0 there.',
  }
}

const lastToZero: Check = (stops) => {
  const [before, last] = stops.slice(-2)
  if (!last || last.sigma > 0 || levelOf(last) > 0) return null
  return {
    code: 'last-step-to-zero',
    level: 'warning',
    message: `The last step goes from sigma ${before.sigma} to 0.`,
    why: `Momentum adds noise of standard deviation ${before.sigma} in it, which nothing removes. End at sigma_min and return the guess there.`,
  }
}

const endsCorrupted: Check = (stops) => {
  const last = stops.at(-1)
  if (!last || levelOf(last) === 0) return null
  return {
    code: 'ends-corrupted',
    level: 'warning',
    message: `The last stop is still corrupted, at level ${levelOf(last)}.`,
    why: 'Samples come out blurred or masked to that level. End at level 0.',
  }
}

const tooLittleNoise: Check = (stops, width) => {
  const corrupted = stops.filter((stop) => levelOf(stop) > 0)
  const most = corrupted.reduce((largest, { sigma }) => Math.max(largest, sigma), 0)
  if (corrupted.length === 0 || most >= ENOUGH_NOISE * width * (1 - 1e-9)) return null
  return {
    code: 'too-little-noise',
    level: 'warning',
    message: `Under the corruption sigma is at most ${most}; ${ENOUGH_NOISE * width} is known to be enough for this range.`,
    why: 'With half of that and less the published networks fail: what the corruption took away is not drawn again, for there is no noise to draw it from.',
  }
}
