/** A sampling: the score found, the schedule in its units and walkable by the sampler. */
import { toCamel } from '#contract/casing.ts'
import { Refusal } from '#contract/refusal.ts'
import { checkWalkable } from '#contract/sampler.ts'
import { networkOf } from '#contract/score.ts'
import { fitSchedule, type SampleConfig } from '../convert-range.ts'
import { knownData } from '../known-data.ts'
import { findModel, jobInput } from '../models/find-model.ts'
import { remarksOf } from '../remarks.ts'
import { withCorruption } from '../resolve-corruption.ts'
import { resolveScore } from '../resolve-score.ts'
import type { KindRow } from './kind.ts'

export const sample: KindRow<'sample'> = {
  resolve(config, from) {
    checkStart(config)
    checkChurn(config)
    const { network, exact, dataRange, parents, trained, at, learned } = resolveScore(config, from)
    const given = config.start_from && { start_from: knownData(config.start_from, 'start_from', from) }
    const fitted = fitSchedule(withCorruption({ ...config, ...given }, trained, learned), dataRange)
    const { sigmas } = fitted.schedule
    checkWalkable(toCamel(fitted.config.sampler), sigmas)
    const remarks = remarksOf({ given: config, fitted: fitted.config, sigmas, dataRange, trained: at })
    const { family, name } = config.schedule
    const word = config.schedule.family === 'process' ? config.schedule.process.family : family
    return {
      config: { ...fitted.config, ...(network !== undefined && { network }), ...(exact && { score: exact }) },
      name: config.name ?? `${name ?? word}, ${sigmas.length} levels`,
      parents,
      steps: config.n,
      schedule: fitted.schedule,
      remarks,
    }
  },
  inputs(config, parent, from) {
    const network = networkOf(config)
    return network === null ? {} : { [network]: jobInput(findModel(parent(network), 'network', 'train', from), from) }
  },
}

function checkStart(config: SampleConfig): void {
  const given = (['start_mean', 'start_std'] as const).find((field) => config[field] !== undefined)
  if (given && config.start !== 'normal')
    throw new Refusal(`${given} belongs to a normal start; leave it out, or set start: normal.`, { field: given })
}

/** Churn lifts the noise level of a list; in the times of a process Heun is the one of the theory pages. */
function checkChurn({ schedule, sampler }: SampleConfig): void {
  if (schedule.family !== 'process' || sampler.name !== 'heun' || sampler.s_churn === 0) return
  throw new Refusal(
    'sampler.s_churn: churn belongs to a schedule of noise levels, and this one is of times; leave it out, or take a list.',
    { field: 'sampler.s_churn', code: 'unsupported' },
  )
}
