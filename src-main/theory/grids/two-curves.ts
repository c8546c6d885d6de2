/** Noise and corruption as two curves over one time axis: sigma(t) and level(t), t from 0 (data) to 1. */
import type { CURVES_ROWS } from '#axes/corruption-schedules/corruption-schedules.ts'
import type { Schedule } from '#contract/schedule.ts'
import { Refusal } from '#contract/refusal.ts'
import { blurDistances, pathOfNodes, pathWithin } from '../corruption-paths/blur-path.ts'
import { matchedLevel } from '../corruption-paths/mse-matched.ts'

export type CurvesFamily = (typeof CURVES_ROWS)[number]['name']
export type TwoCurves = { sigma(t: number): number; corruption(t: number): number }
type Of<F> = Extract<Schedule, { family: F }>
export type CurvesSchedule = Of<CurvesFamily | 'curves'>

const CURVES: { readonly [F in CurvesSchedule['family']]: (schedule: Of<F>) => TwoCurves } = {
  'two-stage': (schedule) => {
    const { noiseShare: share, corruptionMax } = schedule
    return { sigma: noiseFirst(schedule), corruption: (t) => (corruptionMax * Math.max(0, t - share)) / (1 - share) }
  },
  joint: ({ sigmaMin, sigmaMax, corruptionMax }) => ({
    sigma: geometric(sigmaMin, sigmaMax),
    corruption: (t) => corruptionMax * t,
  }),
  'mse-matched': (schedule) => {
    const sigma = noiseFirst(schedule)
    return { sigma, corruption: (t) => (t > schedule.noiseShare ? matchedLevel(schedule, t) : 0) }
  },
  'blur-path': (schedule) => {
    const { noiseShare: share, corruptionMax, candidates, nodes, epsilon, spectrum, size } = schedule
    const levels = Array.from({ length: candidates }, (_, i) => (corruptionMax * i) / (candidates - 1))
    const distances = blurDistances(spectrum, size, levels)
    const path =
      epsilon === undefined ? pathOfNodes(candidates, distances, nodes) : pathWithin(candidates, distances, epsilon)
    const stops = path.nodes.map((node) => levels[node])
    const last = stops.length - 1
    return {
      sigma: noiseFirst(schedule),
      corruption: (t) => along(stops, (last * Math.max(0, t - share)) / (1 - share)),
    }
  },
  curves: ({ t, sigmas, levels }) => {
    const at = (time: number) => {
      const next = t.findIndex((stop) => stop <= time)
      if (next <= 0) return next === 0 ? 0 : t.length - 1
      return next - 1 + (t[next - 1] - time) / (t[next - 1] - t[next])
    }
    const logs = sigmas.map(Math.log)
    return { sigma: (time) => Math.exp(along(logs, at(time))), corruption: (time) => along(levels, at(time)) }
  },
}

const FAMILIES: ReadonlySet<string> = new Set(Object.keys(CURVES))
/** Whether a schedule says a level of corruption beside its noise. */
export const isTwoCurves = (schedule: { family: string }): schedule is CurvesSchedule => FAMILIES.has(schedule.family)

/** Both curves of a schedule that has two, as functions of t in [0, 1]; between the stops of `curves` ln sigma and level are straight. */
export const curvesOf = (schedule: CurvesSchedule): TwoCurves =>
  (CURVES[schedule.family] as (schedule: CurvesSchedule) => TwoCurves)(checked(schedule))

/** Their t, falling from 1 to 0; the times of `curves` are its own. */
export const timesOf = (schedule: CurvesSchedule): readonly number[] =>
  schedule.family === 'curves'
    ? schedule.t
    : Array.from({ length: schedule.levels }, (_, i) => (schedule.levels - 1 - i) / (schedule.levels - 1))

/** sigma_min (sigma_max/sigma_min)^t with both ends as they are given. */
const geometric = (low: number, high: number) => (t: number) => (t >= 1 ? high : t <= 0 ? low : low * (high / low) ** t)

function noiseFirst({ sigmaMin, sigmaMax, noiseShare }: { sigmaMin: number; sigmaMax: number; noiseShare: number }) {
  const grown = geometric(sigmaMin, sigmaMax)
  return (t: number) => grown(t / noiseShare)
}

/** Linear between the entries of a list; `at` counts from 0. */
function along(list: readonly number[], at: number): number {
  const before = Math.min(Math.floor(at), list.length - 1)
  const rest = at - before
  return rest <= 0 ? list[before] : (1 - rest) * list[before] + rest * list[before + 1]
}

function checked(schedule: CurvesSchedule): CurvesSchedule {
  if (schedule.family === 'curves') return checkedLists(schedule)
  const { sigmaMin, sigmaMax } = schedule
  if (!(sigmaMax > sigmaMin))
    throw refusal('sigma_max', `sigma_max must be above sigma_min = ${sigmaMin}; got ${sigmaMax}.`)
  if ('size' in schedule) {
    const { size, corruptionMax, spectrum } = schedule
    if (corruptionMax > size)
      throw refusal(
        'corruption_max',
        `A blur of ${corruptionMax} pixels is wider than the image of ${size}; lower corruption_max.`,
      )
    if (spectrum.length > Math.floor(size / 2) + 1)
      throw refusal(
        'spectrum',
        `A period of ${size} pixels has the frequencies 0 to ${Math.floor(size / 2)}; got ${spectrum.length} variances.`,
      )
    if (!spectrum.some((lambda, k) => k > 0 && lambda > 0))
      throw refusal('spectrum', 'A blur leaves frequency 0 as it is; give the variance of another one too.')
  }
  return schedule
}

function checkedLists(schedule: Of<'curves'>): Of<'curves'> {
  const { t, sigmas, levels } = schedule
  for (const [field, list] of Object.entries({ sigmas, levels }))
    if (list.length !== t.length)
      throw refusal(field, `t, sigmas and levels must be equally long: ${t.length} times, ${list.length} ${field}.`)
  if (t[0] > 1) throw refusal('t', `t must fall from 1 or below to 0 or above; got ${t[0]} to ${t.at(-1)}.`)
  const risen = t.findIndex((time, i) => i > 0 && !(time < t[i - 1]))
  if (risen > 0) throw refusal('t', `t must fall strictly: ${t[risen]} follows ${t[risen - 1]}.`)
  const zero = sigmas.findIndex((sigma) => sigma <= 0)
  if (zero >= 0)
    throw refusal(
      'sigmas',
      `Sigma ${zero + 1} is ${sigmas[zero]}, by which the score of a corrupted image would divide; end at 0.01 of the data's range or above.`,
    )
  return schedule
}

const refusal = (field: string, message: string) => new Refusal(message, { field })
