/** From a schedule, of one curve or two, to where a walk stops: the one way there. */
import type { Schedule } from '#contract/schedule.ts'
import { checkedLevels, type Level } from './levels.ts'
import { resolveLevels, type Levels, type ScheduleSpec } from './sequences.ts'
import { curvesOf, isTwoCurves, timesOf } from './two-curves.ts'

/**
 * The stops of a schedule, largest noise first. One of noise alone gives sigma, with the timestep of its
 * table or the time of its flow where it has them; one of two curves gives t and the level
 * of the corruption too, both ends as they were given.
 */
export function scheduleLevels(schedule: Schedule): readonly Level[] {
  if (!isTwoCurves(schedule)) return ofNoise(resolveLevels(schedule as ScheduleSpec))
  const times = timesOf(schedule)
  if (schedule.family === 'curves') {
    curvesOf(schedule)
    const { sigmas, levels } = schedule
    return checkedLevels(times.map((t, i) => ({ sigma: sigmas[i], t, corruption: levels[i] })))
  }
  const { sigma, corruption } = curvesOf(schedule)
  return checkedLevels(times.map((t) => ({ sigma: sigma(t), t, corruption: corruption(t) })))
}

const ofNoise = ({ sigmas, timesteps, times }: Levels): Level[] =>
  Array.from(sigmas, (sigma, i) => ({
    sigma,
    ...(times && { t: times[i] }),
    ...(timesteps && { timestep: timesteps[i] }),
  }))

/** How many there are, without making them. */
export const levelCount = (schedule: Schedule): number =>
  'levels' in schedule
    ? typeof schedule.levels === 'number'
      ? schedule.levels
      : schedule.levels.length
    : schedule.sigmas.length

/** Times and levels of corruption as lists, where a schedule has them: what stands beside `sigmas` in a file. */
export function curveLists(levels: readonly Level[]): { t?: number[]; levels?: number[] } {
  const isTwo = levels.some(({ corruption }) => corruption !== undefined)
  return isTwo ? { t: levels.map(({ t }) => t ?? 0), levels: levels.map(({ corruption }) => corruption ?? 0) } : {}
}
