/** The levels of a schedule that is a grid of times over a forward process. */
import type { TimeGrid } from '#axes/grids/process-grid.ts'
import { Refusal } from '#contract/refusal.ts'
import { lastTime, type Process } from '../process/process.ts'
import { processOf, type ProcessSpec } from '../process/processes.ts'
import { namedTimes } from './named-times.ts'
import { dilationOf, uniformTimes, type DilationName } from './time-grids.ts'

export type ProcessSchedule = {
  family: 'process'
  process: ProcessSpec
  /** Points, both ends among them: one more than steps. */
  levels: number
  grid?: TimeGrid
  eps?: number
  tMax?: number
  kappa?: number
}

/** Falling noise, as sigma/alpha, and its times; `levels` points from t_max down to eps make levels - 1 steps. */
export function processLevels(schedule: ProcessSchedule): { sigmas: Float64Array; times: Float64Array } {
  const process = processOf(schedule.process)
  const { levels: points, grid = 'uniform', eps = 1e-3, tMax: start = lastTime(process) } = schedule
  if (!(start <= process.end) || process.alpha(start) === 0)
    refuse(
      't_max',
      `${process.family} has no signal at t = ${start}, where sigma/alpha is infinite; start at ${lastTime(process)} at most`,
    )
  if (!(eps < start)) refuse('eps', `must be below t_max = ${start}, where sampling starts, not ${eps}`)
  if (process.noiseToSignal(eps) === 0)
    refuse(
      'eps',
      `${process.family} has no noise at t = ${eps}, where the score is infinite; stop above it, at 1e-3 as a rule`,
    )
  const times = timesOf(process, grid, { points, eps, start, schedule })
  const sigmas = times.map(process.noiseToSignal)
  const merged = sigmas.findIndex((sigma, k) => k > 0 && !(sigma < sigmas[k - 1]))
  if (merged > 0) refuse('levels', `levels ${merged} and ${merged + 1} cannot be told apart; ask for fewer`)
  return { sigmas, times }
}

/** The process whose times a schedule's levels carry; null where they are noise alone. */
export const processOfSchedule = (schedule: { family: string }): Process | null =>
  schedule.family === 'process' ? processOf((schedule as ProcessSchedule).process) : null

type Asked = { points: number; eps: number; start: number; schedule: ProcessSchedule }

function timesOf(process: Process, grid: TimeGrid, { points, eps, start, schedule }: Asked): Float64Array {
  if (grid === 'uniform') return uniformTimes({ points, eps, T: start })
  if (grid === 'dilated') return dilatedTimes(schedule, { points, eps, start })
  const named = namedTimes(process, { start, eps, points })
  return named[grid] ?? refuse('grid', `${grid} leaves no room for ${points} different times of ${process.family}`)
}

/** tau = 1 - t dilated (Aranguri et al. 2025, arXiv 2501.00988), then brought into [eps, start]. */
function dilatedTimes(
  { process: spec, kappa }: ProcessSchedule,
  { points, eps, start }: Omit<Asked, 'schedule'>,
): Float64Array {
  if (spec.family !== 'interpolant-linear' && spec.family !== 'interpolant-trig')
    return refuse('grid', `dilated is a grid of the interpolants, and ${spec.family} is none; take uniform`)
  if (spec.d === undefined) return refuse('process.d', 'a dilated grid needs the dimension of the data: give process.d')
  if (kappa === undefined)
    return refuse('kappa', 'a dilated grid needs the width of its window: give kappa, 3 as published')
  const widened = spec.variance === 'd' || (spec.variance ?? 1) >= spec.d
  const name: DilationName = !widened ? 'vp' : spec.family === 'interpolant-linear' ? 've-lin' : 've-trig-alpha'
  const dilated = dilationOf(name, kappa, spec.d)
  const times = Float64Array.from({ length: points }, (_, k) => dilated(k / (points - 1)).coTau).map(
    (t) => eps + t * (start - eps),
  )
  times[0] = start
  times[points - 1] = eps
  return times
}

function refuse(field: string, why: string): never {
  throw new Refusal(`${field}: ${why}.`, { field: `schedule.${field}` })
}

/** Unlike noise levels, a process whose noise is 1 at the end has no counterpart for data of another width. */
export function refuseProcessRange(from: readonly number[], to: readonly number[]): never {
  throw new Refusal(
    `schedule.data_range: the times of a process are for data in [${from}] and cannot be brought to [${to}]; leave data_range out, or give [${to}].`,
    { field: 'schedule.data_range', code: 'conflict' },
  )
}
