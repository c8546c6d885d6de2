/** What the score of a sampling run learned from, or is exact of: what its samples are judged against where nothing else is named. */
import { type DatasetConfig, datasetSpec } from '#contract/dataset.ts'
import { Refusal } from '#contract/refusal.ts'
import type { RunRecord } from '#contract/run.ts'
import { scoreOf, scoreWords } from '#contract/score.ts'
import { type Found, findModel } from './models/find-model.ts'
import { shippedCardOf } from './models/shipped.ts'
import { looksLikeRun, type Surroundings } from './references.ts'

export function learnedFrom(samples: RunRecord, from: Surroundings): DatasetConfig {
  const { parents } = samples
  const config = from.history.read.configOf(samples.id)
  if (config.kind !== 'sample') throw new Error(`run ${samples.number} drew no samples`)
  const score = scoreOf(config)
  const known =
    score.name === 'network'
      ? dataOf(findModel(looksLikeRun(score.network) ? parents[0] : score.network, 'network', 'train', from), from)
      : 'dataset' in score
        ? score.dataset
        : null
  if (known) return known
  throw new Refusal(
    `reference: nothing says what ${scoreWords(config)} learned from. Name the data to judge the samples of run ${samples.number} against, such as reference.name=mnist.`,
    { field: 'reference' },
  )
}

export function dataOf(found: Found, { history }: Surroundings): DatasetConfig | null {
  if (found.kind === 'run') {
    const config = history.read.configOf(found.run.id)
    return config.kind === 'train' ? config.dataset : null
  }
  if (found.kind === 'brought') return null
  return datasetSpec.safeParse(shippedCardOf(found.folder).recipe?.dataset).data ?? null
}
