/** The score of a sampling: a network found, with what it learned, or an exact one. */
import type { SamplerRow } from '#axes/row.ts'
import { SAMPLER_ROWS } from '#axes/samplers/samplers.ts'
import type { CorruptionConfig } from '#contract/corruption.ts'
import type { DatasetConfig } from '#contract/dataset.ts'
import type { DataRange } from '#contract/schedule.ts'
import { refuseWithoutDensity, type ScoreConfig, scoreOf } from '#contract/score.ts'
import type { SampleConfig } from './convert-range.ts'
import { settled } from './kinds/kind.ts'
import { knownData } from './known-data.ts'
import { dataOf } from './learned-from.ts'
import { dataRangeOf, findModel } from './models/find-model.ts'
import { type TrainedAt, trainedAt } from './models/trained-at.ts'
import type { Surroundings } from './references.ts'
import { trainedUnder } from './resolve-corruption.ts'

type ResolvedScore = {
  network?: string
  exact?: ScoreConfig
  dataRange: DataRange
  parents: string[]
  /** The corruption that a network was trained under; undefined for an exact score. */
  trained?: CorruptionConfig | null
  /** The data that a network learned from, where that is known. */
  learned(): DatasetConfig | null
  /** The noise that a network was trained at, as far as that is known; null for an exact score. */
  at: TrainedAt | null
}

/** An exact score works in whatever units the schedule is in: its images are put there. */
export function resolveScore(config: SampleConfig, from: Surroundings): ResolvedScore {
  const score = scoreOf(config)
  if (score.name === 'network') {
    const sampler: SamplerRow | undefined = SAMPLER_ROWS.find(({ name }) => name === config.sampler.name)
    if (sampler?.needsDensity) refuseWithoutDensity(sampler.name)
    const found = findModel(score.network, 'network', 'train', from)
    const parents = found.kind === 'run' ? [found.run.id] : []
    return {
      network: settled(score.network, found),
      dataRange: dataRangeOf(found, from),
      parents,
      trained: trainedUnder(found, from),
      learned: () => dataOf(found, from),
      at: trainedAt(found, from),
    }
  }
  const dataRange = config.schedule.data_range ?? [0, 1]
  const exact = 'dataset' in score ? { ...score, dataset: knownData(score.dataset, 'score.dataset', from) } : score
  return { exact, dataRange, parents: [], at: null, learned: () => null }
}
