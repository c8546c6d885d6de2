/** The schedules that are drawn over one another: those of the runs, each once, and those put beside them. Pure. */
import { toCamel } from '#contract/casing.ts'
import { corruptionWords, levelTitle } from '#contract/corruption.ts'
import { parseSchedule } from '#contract/parse.ts'
import type { RunDetail } from '#contract/run.ts'
import type { SavedSchedule } from '#contract/saved-schedule.ts'
import type { ScheduleInput } from '#contract/schedule.ts'
import { curveLists, levelCount, scheduleLevels } from '#theory/grids/schedule-levels.ts'
import { sigmasOf } from '#theory/grids/levels.ts'
import { SLOTS } from '#figures/palette.ts'
import { type Draft, sequenceOf, specOf } from '../shape/draft.ts'
import { formatShort } from '../ui/format.ts'
import type { Compared } from './comparison.svelte.ts'

export type Curve = {
  key: string
  label: string
  sigmas: readonly number[]
  dataRange: readonly [number, number]
  sampler: string
  corruption: CurveCorruption | null
}
/** The second curve of a schedule that has one. `words` is null where no run says what is corrupted. */
export type CurveCorruption = {
  words: string | null
  /** What its levels count. */
  axis: string
  levels: readonly number[]
  /** As a file of its own holds both curves. */
  spec: ScheduleInput
}

const UNNAMED = 'Level of a corruption that no run names'

function secondCurve(spec: ScheduleInput): Omit<CurveCorruption, 'words'> | null {
  const { levels } = curveLists(scheduleLevels(toCamel(parseSchedule(spec))))
  return levels ? { axis: UNNAMED, levels, spec } : null
}
const unnamed = (spec: ScheduleInput): CurveCorruption | null => {
  const curve = secondCurve(spec)
  return curve && { ...curve, words: null }
}

/** A schedule of the sheet; null while its shape has no levels. A run's sampler is not known of it, so that of most. */
export function curveOfDraft(draft: Draft): Curve | null {
  const { id, name, shape, dataRange } = draft
  const sequence = sequenceOf(shape)
  if (!sequence.ok) return null
  const corruption = shape.kind === 'curves' ? unnamed(specOf(draft)) : null
  return { key: id, label: name, sigmas: sequence.sigmas, dataRange, sampler: 'heun', corruption }
}
export const curveOfSaved = (saved: SavedSchedule | undefined): Curve | null =>
  saved
    ? {
        key: saved.id,
        label: saved.name,
        sigmas: saved.sigmas,
        dataRange: saved.spec.data_range ?? [0, 1],
        sampler: 'heun',
        corruption: unnamed(saved.spec),
      }
    : null

export function curvesOf(compared: readonly Compared[], beside: readonly Curve[]): Curve[] {
  const ofRuns = compared.flatMap(({ run }): Curve[] => {
    const { config } = run
    if (config.kind !== 'sample') return []
    const { schedule, sampler, corruption } = config
    const words = corruptionWords(corruption)
    const second = words === null ? null : secondCurve(schedule)
    const label = schedule.name ?? `${schedule.family}, ${levelCount(toCamel(schedule))} levels`
    return [
      {
        key: keyOf(run),
        label,
        sigmas: sigmasOf(scheduleLevels(toCamel(schedule))),
        dataRange: schedule.data_range ?? [0, 1],
        sampler: sampler.name,
        corruption: corruption && second ? { ...second, words, axis: levelTitle(corruption.name) } : null,
      },
    ]
  })
  const curves = [...new Map([...ofRuns, ...beside].map((curve) => [curve.key, curve])).values()]
  // Two of one name are told apart by what is corrupted, then by their ends.
  return apart(
    apart(curves, ({ corruption }) => corruption?.words ?? 'noise alone'),
    (curve) => `σ ${endsOf(curve)}`,
  )
}

/** With `detail` behind a name that several have, where it differs among them. */
const apart = (curves: readonly Curve[], detail: (curve: Curve) => string): Curve[] =>
  curves.map((curve) => {
    const namesakes = curves.filter(({ label }) => label === curve.label)
    const tells = new Set(namesakes.map(detail)).size > 1
    return tells ? { ...curve, label: `${curve.label}, ${detail(curve)}` } : curve
  })

/** One for all runs along the same levels under the same corruption. */
const keyOf = ({ scheduleHash, id, config }: RunDetail): string =>
  `${scheduleHash ?? id} ${('corruption' in config && corruptionWords(config.corruption)) || ''}`.trim()

const endsOf = ({ sigmas }: Curve) => `${formatShort(sigmas[0])} to ${formatShort(sigmas[sigmas.length - 1])}`

/** Colour and dash of each run: those of its schedule, so that repetitions with other seeds look alike. */
export function slotsOf(compared: readonly Compared[]): Map<string, number> {
  const keys = [...new Set(compared.map(({ run }) => keyOf(run)))]
  return new Map(compared.map(({ run }) => [run.id, keys.indexOf(keyOf(run)) % SLOTS]))
}
