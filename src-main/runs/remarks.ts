/** What a sampling run should be read with in mind: units that nobody stated, levels that its network never saw, settings without effect. */
import type { SamplerRow } from '#axes/row.ts'
import { SAMPLER_ROWS } from '#axes/samplers/samplers.ts'
import { toCamel } from '#contract/casing.ts'
import type { Remark } from '#contract/remark.ts'
import type { DataRange } from '#contract/schedule.ts'
import { diagnose } from '#theory/grids/doctor/doctor.ts'
import { rangeFactor } from '#theory/grids/units.ts'
import type { SampleConfig } from './convert-range.ts'
import type { TrainedAt } from './models/trained-at.ts'

type Subject = {
  /** As it was given. */
  given: SampleConfig
  /** In the units of the run. */
  fitted: SampleConfig
  sigmas: ArrayLike<number>
  dataRange: DataRange
  /** Null where the score is exact. */
  trained: TrainedAt | null
}

export function remarksOf({ given, fitted, sigmas, dataRange, trained }: Subject): Remark[] {
  const about: (Remark | null)[] = [
    trained && given.schedule.data_range === undefined ? unstated(dataRange) : null,
    trained?.span ? outside(sigmas, trained.span) : null,
    ...(trained?.sigmaData ? judged(fitted, sigmas, dataRange, trained.sigmaData) : []),
    idle(fitted, sigmas),
  ]
  return about.filter((remark) => remark !== null)
}

const say = (value: number) => String(Number(value.toPrecision(4)))

function unstated(dataRange: DataRange): Remark {
  const other = dataRange[0] === 0 ? '[-1, 1]' : '[0, 1]'
  const factor = rangeFactor(dataRange[0] === 0 ? [-1, 1] : [0, 1], dataRange)
  const where = dataRange[0] === 0 ? ', as EDM, k-diffusion and diffusers have them' : ', as NCSN has them'
  return {
    code: 'unstated-range',
    field: 'schedule.data_range',
    message: `The schedule does not say its units: its sigmas are taken as those of pixels in [${dataRange.join(', ')}], the network's. If they are for ${other}${where}, give schedule.data_range=${other.replace(' ', '')} and convert_range=true (times ${factor}).`,
  }
}

function outside(sigmas: ArrayLike<number>, [least, most]: readonly [number, number]): Remark | null {
  const levels = Array.from(sigmas)
  // The last digits of an end that is the same are no other level.
  const above = levels.filter((sigma) => sigma > most * (1 + 1e-6)).length
  const below = levels.filter((sigma) => sigma < least * (1 - 1e-6)).length
  if (above + below === 0) return null
  const parts = [
    ...(above ? [`${above} above it (up to ${say(levels[0])})`] : []),
    ...(below ? [`${below} below it (down to ${say(levels.at(-1)!)})`] : []),
  ]
  return {
    code: 'outside-training',
    field: 'schedule',
    message: `${above + below} of ${levels.length} levels lie outside what the network was trained at (99.9 % between sigma ${say(least)} and ${say(most)}): ${parts.join(', ')}. Its answers there are extrapolated.`,
  }
}

const isCorrupted = (config: SampleConfig) => 'corruption' in config && config.corruption !== undefined

/** The doctor's warnings on the two ends, with the spread of the network's own data. A start that was chosen is not judged. */
function judged(config: SampleConfig, sigmas: ArrayLike<number>, dataRange: DataRange, dataStd: number): Remark[] {
  // In the times of a process, and under a corruption, the two ends are others.
  if (config.schedule.family === 'process' || isCorrupted(config)) return []
  const chosen =
    config.start !== 'normal' ||
    config.start_std !== undefined ||
    config.start_mean !== undefined ||
    'start_from' in config
  const findings = diagnose({ sigmas, sampler: config.sampler.name, process: 've', dataRange, dataStd })
  return findings.flatMap(({ code, level, message }) => {
    if (level !== 'warning' || !['terminal-snr', 'last-step-jumps'].includes(code)) return []
    return code === 'terminal-snr' && chosen ? [] : [{ code: 'doctor' as const, field: 'schedule', message }]
  })
}

function idle({ sampler }: SampleConfig, sigmas: ArrayLike<number>): Remark | null {
  const row: SamplerRow | undefined = SAMPLER_ROWS.find(({ name }) => name === sampler.name)
  const found = row?.idle?.(toCamel(sampler), sigmas)
  return found ? { code: 'no-effect', field: `sampler.${found.field}`, message: found.message } : null
}
