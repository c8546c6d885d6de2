/** A schedule given in the units of one data range, for a network trained in those of another. */
import type { SamplerRow } from '#axes/row.ts'
import { SAMPLER_ROWS } from '#axes/samplers/samplers.ts'
import { toCamel } from '#contract/casing.ts'
import { Refusal } from '#contract/refusal.ts'
import type { RunConfig } from '#contract/run-config.ts'
import type { DataRange, ScheduleConfig } from '#contract/schedule.ts'
import { scheduleHash } from '#history/schedule-store.ts'
import { type Level, rescaledLevels, sigmasOf } from '#theory/grids/levels.ts'
import { curveLists, scheduleLevels } from '#theory/grids/schedule-levels.ts'
import { refuseProcessRange } from '#theory/grids/process-levels.ts'

export type SampleConfig = Extract<RunConfig, { kind: 'sample' }>

/** What `schedule.json` of a run holds. */
export type ScheduleFile = {
  format: 1
  spec: ScheduleConfig
  dataRange: DataRange
  order: 'falling'
  terminalZero: false
  sigmas: number[]
  /** Of a schedule of two curves: the time and the level of the corruption at each sigma. */
  t?: number[]
  levels?: number[]
  hash: string
  /** The schedule as it was given, and by how much sigma (and the square, for a Langevin step) was multiplied. */
  converted: { spec: ScheduleConfig; from: DataRange; factor: number } | null
}

/**
 * The configuration with a schedule in the network's units. Without a range of its own a schedule is in them already. With
 * another: refused, or, where `convert_range` asks for it, its levels times the ratio of the widths (2 or 1/2, exact in
 * binary), as a list, for not every family keeps its form. Whatever else is measured in data units goes along: x -> c x takes
 * sigma to c sigma, the churn's bounds likewise, and a Langevin step, which is in units of sigma^2, to c^2 times itself.
 */
export function fitSchedule(
  config: SampleConfig,
  dataRange: DataRange,
): { config: SampleConfig; schedule: ScheduleFile } {
  const spec = config.schedule
  const levels = scheduleLevels(toCamel(spec))
  const from = spec.data_range ?? dataRange
  const factor = width(dataRange) / width(from)
  if (factor === 1) {
    const own = { ...spec, data_range: dataRange } as ScheduleConfig
    return { config: { ...config, schedule: own }, schedule: fileOf(own, dataRange, levels, null) }
  }
  if (spec.family === 'process') refuseProcessRange(from, dataRange)
  if (!config.convert_range) {
    const message = `schedule.data_range: the schedule is in units of [${from}], the network in those of [${dataRange}]. Set convert_range: true to multiply its sigmas by ${factor}, or give it for [${dataRange}].`
    throw new Refusal(message, { field: 'schedule.data_range', code: 'conflict' })
  }
  const scaled = rescaledLevels(levels, factor)
  const curves = curveLists(scaled)
  const list = {
    family: curves.t ? 'curves' : 'list',
    ...curves,
    sigmas: sigmasOf(scaled),
    data_range: dataRange,
    ...(spec.name && { name: spec.name }),
  } as ScheduleConfig
  const { start_std: std, start_mean: mean } = config
  const start = {
    ...(std !== undefined && { start_std: std * factor }),
    ...(mean !== undefined && { start_mean: mean * factor }),
  }
  return {
    config: { ...config, ...start, schedule: list, sampler: scaleSampler(config.sampler, factor) },
    schedule: fileOf(list, dataRange, scaled, { spec, from, factor }),
  }
}

const width = ([low, high]: DataRange) => high - low

const fileOf = (
  spec: ScheduleConfig,
  dataRange: DataRange,
  levels: readonly Level[],
  converted: ScheduleFile['converted'],
): ScheduleFile => ({
  format: 1,
  spec,
  dataRange,
  order: 'falling',
  terminalZero: false,
  sigmas: sigmasOf(levels),
  ...curveLists(levels),
  hash: scheduleHash(levels, dataRange),
  converted,
})

/** Parameters in data units, each times the power of the factor that its row states. */
function scaleSampler(sampler: SampleConfig['sampler'], factor: number): SampleConfig['sampler'] {
  const row: SamplerRow | undefined = SAMPLER_ROWS.find(({ name }) => name === sampler.name)
  const powers = row?.inDataUnits ?? {}
  const scaled = Object.entries(sampler).map(([key, value]) => [
    key,
    key in powers ? value * factor ** powers[key] : value,
  ])
  return Object.fromEntries(scaled) as SampleConfig['sampler']
}
