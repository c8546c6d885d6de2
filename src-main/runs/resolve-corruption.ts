/** The corruption of a run: that of its network where it has one, and what network, objective, sampler and schedule must be for it. */
import { join } from 'node:path'
import { toCamel } from '#contract/casing.ts'
import { checkSampler, type CorruptionConfig } from '#contract/corruption.ts'
import type { DatasetConfig } from '#contract/dataset.ts'
import { networkPath } from '#contract/network-path.ts'
import { parse } from '#contract/parse.ts'
import { Refusal } from '#contract/refusal.ts'
import type { RunConfig } from '#contract/run-config.ts'
import { OBJECTIVES } from '#diffusion/objectives/objectives.ts'
import { readSafetensorsHeader } from '#files/safetensors-header.ts'
import { checkCorruption } from '#theory/corruptions/check-corruption.ts'
import { scheduleLevels } from '#theory/grids/schedule-levels.ts'
import type { SampleConfig } from './convert-range.ts'
import type { Found } from './models/find-model.ts'
import type { Surroundings } from './references.ts'

type TrainConfig = Extract<RunConfig, { kind: 'train' }>
const NONE: CorruptionConfig = { name: 'identity' }

/** Refuses a training whose network, objective, schedule and corruption do not go together. */
export function checkTrainingCorruption({
  corruption = NONE,
  schedule,
  objective,
  network,
  execution,
}: TrainConfig): void {
  const timed = 'parametrisation' in network && network.parametrisation === 'residual'
  if (!schedule) {
    if (corruption.name !== 'identity')
      refuse(
        'schedule',
        `${corruption.name} is trained along a schedule of two curves, and there is none; give one, as schedule.family=two-stage schedule.levels=1000`,
      )
    if (timed)
      refuse(
        'schedule',
        'a network of parametrisation residual is told the time, which a schedule of two curves says; give one, or leave network.parametrisation out',
      )
    return
  }
  const levels = scheduleLevels(toCamel(schedule))
  if (levels[0].corruption === undefined)
    refuse(
      'schedule',
      `${schedule.family} says noise alone, which objective.noise is there for; leave schedule out, or take one of two curves, as two-stage`,
    )
  checkCorruption(toCamel(corruption), levels)
  if (!OBJECTIVES[objective.name].corrupts)
    refuse('objective.name', `${objective.name} knows of no corruption; take soft, or residual, its baseline`)
  if (!timed)
    refuse(
      'network.parametrisation',
      `this network is told sigma alone, and a corruption is known by its time; set network.parametrisation=residual, with architecture unet or mlp`,
    )
  const { data_range: given } = schedule
  if (given && given[0] !== network.data_range[0])
    refuse(
      'schedule.data_range',
      `the schedule is in units of [${given}], the network in those of [${network.data_range}]; give it for the network's`,
    )
  if (execution.precision === 'bfloat16' && corruption.name === 'gaussian-blur')
    refuse(
      'execution.precision',
      'a blur in bfloat16 rounds the images to three digits, more than the least noise; set float32',
    )
}

/** The corruption that a network was trained under; null where it was noise alone. */
export function trainedUnder(found: Found, { history }: Surroundings): CorruptionConfig | null {
  if (found.kind === 'run') {
    const config = history.read.configOf(found.run.id)
    return (config.kind === 'train' && config.corruption) || null
  }
  if (found.kind === 'brought' && found.network.card) return null
  const weights = found.kind === 'brought' ? join(found.network.folder, found.network.file) : found.weights
  const { path } = readSafetensorsHeader(weights).metadata
  return path === undefined ? null : parse(networkPath, JSON.parse(path), weights).corruption
}

/**
 * The configuration with the corruption that its score is one of, and a start that suits it: under a corruption the state at the first
 * level is C x0 + sigma z, so a normal start whose mean and spread nobody states becomes one. `trained`: of its network; undefined
 * for an exact score. `learned` is asked for the images of a start where none are named.
 */
export function withCorruption(
  config: SampleConfig,
  trained: CorruptionConfig | null | undefined,
  learned: () => DatasetConfig | null,
): SampleConfig {
  const chosen = config.corruption ?? trained ?? NONE
  if (trained !== undefined && JSON.stringify(chosen) !== JSON.stringify(trained ?? NONE))
    refuse(
      'corruption',
      `this network was trained under ${trained?.name ?? 'no corruption'}${trained?.name === chosen.name ? ' with other parameters' : ''}; leave corruption out`,
    )
  checkCorruption(toCamel(chosen), scheduleLevels(toCamel(config.schedule)))
  if (chosen.name === 'identity') {
    if (config.start === 'corrupted') refuse('start', 'there is no corruption to start from; take normal, or name one')
    if (config.start_from) refuse('start_from', 'it belongs to a start under a corruption; leave it out')
    return config
  }
  checkSampler(config.sampler.name, chosen)
  const stated = config.start_mean !== undefined || config.start_std !== undefined
  const start = config.start === 'normal' && !stated ? 'corrupted' : config.start
  const from = config.start_from ?? (start === 'corrupted' ? learned() : null)
  return { ...config, corruption: chosen, start, ...(from && { start_from: from }) }
}

function refuse(field: string, why: string): never {
  throw new Refusal(`${field}: ${why}.`, { field, code: 'unsupported' })
}
