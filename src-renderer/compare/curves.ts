/** The schedules that are drawn over one another: those of the runs, each once, and those put beside them. Pure. */
import { toCamel } from '#contract/casing.ts'
import type { SavedSchedule } from '#contract/saved-schedule.ts'
import { sigmasOf } from '#theory/grids/levels.ts'
import { levelCount, scheduleLevels } from '#theory/grids/schedule-levels.ts'
import { SLOTS } from '#figures/palette.ts'
import { type Draft, sequenceOf } from '../shape/draft.ts'
import { formatShort } from '../ui/format.ts'
import type { Compared } from './comparison.svelte.ts'

export type Curve = {
  key: string
  label: string
  sigmas: readonly number[]
  dataRange: readonly [number, number]
  sampler: string
}

/** A schedule of the sheet; null while its shape has no levels. A run's sampler is not known of it, so that of most. */
export function curveOfDraft({ id, name, shape, dataRange }: Draft): Curve | null {
  const sequence = sequenceOf(shape)
  return sequence.ok ? { key: id, label: name, sigmas: sequence.sigmas, dataRange, sampler: 'heun' } : null
}
export const curveOfSaved = (saved: SavedSchedule | undefined): Curve | null =>
  saved
    ? {
        key: saved.id,
        label: saved.name,
        sigmas: saved.sigmas,
        dataRange: saved.spec.data_range ?? [0, 1],
        sampler: 'heun',
      }
    : null

export function curvesOf(compared: readonly Compared[], beside: readonly Curve[]): Curve[] {
  const ofRuns = compared.flatMap(({ run }): Curve[] => {
    const { config } = run
    if (config.kind !== 'sample') return []
    const { schedule, sampler } = config
    const key = run.scheduleHash ?? run.id
    const label = schedule.name ?? `${schedule.family}, ${levelCount(toCamel(schedule))} levels`
    return [
      {
        key,
        label,
        sigmas: sigmasOf(scheduleLevels(toCamel(schedule))),
        dataRange: schedule.data_range ?? [0, 1],
        sampler: sampler.name,
      },
    ]
  })
  const curves = [...new Map([...ofRuns, ...beside].map((curve) => [curve.key, curve])).values()]
  // Two of one name are told apart by their ends.
  return curves.map((curve) => {
    const isAlone = curves.every((other) => other === curve || other.label !== curve.label)
    return isAlone ? curve : { ...curve, label: `${curve.label}, σ ${endsOf(curve)}` }
  })
}

const endsOf = ({ sigmas }: Curve) => `${formatShort(sigmas[0])} to ${formatShort(sigmas[sigmas.length - 1])}`

/** Colour and dash of each run: those of its schedule, so that repetitions with other seeds look alike. */
export function slotsOf(compared: readonly Compared[]): Map<string, number> {
  const keys = [...new Set(compared.map(({ run }) => run.scheduleHash ?? run.id))]
  return new Map(compared.map(({ run }) => [run.id, keys.indexOf(run.scheduleHash ?? run.id) % SLOTS]))
}
