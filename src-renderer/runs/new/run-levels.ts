/** The noise levels of a run as it is written, and what a schedule makes of a training. Pure. */
import { toCamel } from '#contract/casing.ts'
import { Refusal } from '#contract/refusal.ts'
import type { RunConfigInput } from '#contract/run-config.ts'
import { runConfig } from '#contract/run-config.ts'
import { scheduleSpec, type DataRange, type ScheduleInput } from '#contract/schedule.ts'
import { sigmasOf } from '#theory/grids/levels.ts'
import { scheduleLevels } from '#theory/grids/schedule-levels.ts'
import { rescaleSigmas } from '#theory/grids/units.ts'
import type { Path } from './run-draft.svelte.ts'

/** As many as are drawn, and shipped in a configuration. */
const MOST = 10_000

/** The levels that a sampling walks, or those of a training on a sequence; null where there is no list of them. */
export function levelsOfRun(config: RunConfigInput | null): readonly number[] | null {
  if (config?.kind === 'sample') return levelsOf(config.schedule)
  if (config?.kind !== 'train') return null
  const noise = config.objective?.noise
  return noise?.name === 'sequence' ? noise.sigmas : null
}

function levelsOf(schedule: ScheduleInput): readonly number[] | null {
  const parsed = scheduleSpec.safeParse(schedule)
  if (!parsed.success || ('levels' in parsed.data && Number(parsed.data.levels) > MOST)) return null
  try {
    return sigmasOf(scheduleLevels(toCamel(parsed.data)))
  } catch (error) {
    if (error instanceof Refusal) return null
    throw error
  }
}

/**
 * Fields of a training on the levels of a schedule: each alike, in the units of its network, which for NCSN are also the levels that
 * its norms know. A sentence where they cannot be trained at.
 */
export function trainedAlong(
  schedule: ScheduleInput,
  config: RunConfigInput | null,
): { path: Path; value: unknown }[] | string {
  const levels = levelsOf(schedule)
  if (!levels) return 'objective.noise: this schedule has no list of levels. Take one that has, such as geometric.'
  const whole = config && runConfig.safeParse(config).data
  const network = whole?.kind === 'train' ? whole.network : null
  const range: DataRange = network?.data_range ?? [0, 1]
  const sigmas = [...rescaleSigmas(levels, schedule.data_range ?? range, range)]
  return [
    { path: ['objective', 'noise'], value: { name: 'sequence', sigmas } },
    ...(network?.architecture === 'ncsn' ? [{ path: ['network', 'sigmas'], value: sigmas }] : []),
  ]
}
