/** What samples are judged against: the data that their score learned, or others that were named, which is remarked. */
import { isDeepStrictEqual } from 'node:util'
import type { DatasetConfig } from '#contract/dataset.ts'
import { datasetWords } from '#contract/dataset-words.ts'
import { Refusal } from '#contract/refusal.ts'
import type { Remark } from '#contract/remark.ts'
import type { RunRecord } from '#contract/run.ts'
import { knownData } from './known-data.ts'
import { learnedFrom } from './learned-from.ts'
import type { Surroundings } from './references.ts'

export function resolveReference(
  given: DatasetConfig | undefined,
  samples: RunRecord,
  from: Surroundings,
): { reference: DatasetConfig; remarks: Remark[] } {
  if (!given) return { reference: learnedFrom(samples, from), remarks: [] }
  const reference = knownData(given, 'reference', from)
  const learned = learnedOrNull(samples, from)
  if (!learned || isDeepStrictEqual(plain(learned), plain(reference))) return { reference, remarks: [] }
  const message = `Judged against ${datasetWords(reference)}, while run ${samples.number} was drawn with a score of ${datasetWords(learned)}: proportions, distances and memorisation are held to other data than were learned. Leave reference out to judge against those.`
  return { reference, remarks: [{ code: 'other-reference', field: 'reference', message }] }
}

/** Absent fields and undefined ones are the same data. */
const plain = (dataset: DatasetConfig): unknown => JSON.parse(JSON.stringify(dataset))

function learnedOrNull(samples: RunRecord, from: Surroundings): DatasetConfig | null {
  try {
    return learnedFrom(samples, from)
  } catch (error) {
    if (error instanceof Refusal) return null
    throw error
  }
}
