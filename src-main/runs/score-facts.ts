/** What a score is known by, for whoever judges a schedule for it: its data's facts, and what it was trained at. */
import type { DatasetConfig } from '#contract/dataset.ts'
import { datasetWords } from '#contract/dataset-words.ts'
import type { DataFacts, ScoreFacts } from '#contract/score-facts.ts'
import { type ExactScore, scoreOf, scoreWords } from '#contract/score.ts'
import { knownData } from './known-data.ts'
import { dataOf } from './learned-from.ts'
import { dataRangeOf, findModel } from './models/find-model.ts'
import { trainedAt } from './models/trained-at.ts'
import type { Surroundings } from './references.ts'

export type FactsOf = (dataset: DatasetConfig) => Promise<DataFacts>
type Asked = { network?: string; score?: ExactScore }

export function openScoreFacts(from: Surroundings, factsOf: FactsOf) {
  /** A data set that cannot be read is judged by whoever samples with it. */
  const ofData = async (dataset: DatasetConfig | null) =>
    dataset && { data: datasetWords(dataset), facts: await factsOf(knownData(dataset, 'dataset', from)).catch(() => null) }

  return async function scoreFacts(asked: Asked): Promise<ScoreFacts> {
    const score = scoreOf(asked)
    const none = { data: null, facts: null }
    if (score.name !== 'network') {
      const known = await ofData('dataset' in score ? score.dataset : null)
      return { score: scoreWords(asked), isNetwork: false, ...(known ?? none), dataRange: null, trained: null, scales: true }
    }
    const found = findModel(score.network, 'network', 'train', from)
    const { span, sigmaData } = trainedAt(found, from)
    return {
      score: score.network,
      isNetwork: true,
      ...((await ofData(dataOf(found, from))) ?? none),
      dataRange: dataRangeOf(found, from),
      trained: span && { sigmaMin: span[0], sigmaMax: span[1] },
      scales: sigmaData !== null,
    }
  }
} // prettier-ignore
