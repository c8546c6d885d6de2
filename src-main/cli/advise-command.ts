/** `advise DATASET`: the noise levels and Langevin steps that the data themselves ask for, each with its reason. */
import type { Command } from 'commander'
import { toSnake } from '#contract/casing.ts'
import { Refusal } from '#contract/refusal.ts'
import { adviseSchedule } from '#theory/grids/advisor.ts'
import { pairwiseDistances } from '#theory/grids/distances.ts'
import { STREAMS } from '#theory/noise/philox.ts'
import { addCommand, type Invocation } from './command.ts'
import { readWords, splitWords } from './words.ts'

/** Pairs whose distances are sampled, and compared at most in the search for the largest. */
const SAMPLED = 20_000
const COMPARED = 2_000_000

export function addAdviseCommand(program: Command): void {
  addCommand(
    program,
    'advise',
    'sigma_1, sigma_L, levels and Langevin steps for data: DATASET [inner=5] [overlap=0.5]',
    advise,
  )
}

async function advise({ words, output }: Invocation): Promise<void> {
  const { file: name, pairs } = splitWords(words)
  if (!name) throw new Refusal('Name the data set to be advised on, such as mnist.', { field: 'dataset' })
  const { inner, overlap, n, ...rest } = readWords(pairs) as Record<string, number>
  const unknown = Object.keys(rest)[0]
  if (unknown) throw new Refusal(`advise takes inner, overlap and n, not ${unknown}.`, { field: unknown })
  const { openNamedDataset } = await import('./dataset-spectrum.ts')
  const { fillImages } = await import('#datasets/dataset.ts')
  const { pixelStatistics } = await import('#datasets/pixel-statistics.ts')
  const dataset = await openNamedDataset(name)
  const dataRange = [0, 1] as const
  const count = Math.min(n ?? dataset.count, dataset.count)
  const d = dataset.height * dataset.width * dataset.channels
  const images = new Float32Array(count * d)
  fillImages(
    dataset,
    Uint32Array.from({ length: count }, (_, i) => i),
    dataRange,
    images,
  )
  output.note(`distances between ${count} images ...`)
  const key = { seed: 0, stream: STREAMS.bootstrap, sample: 0, step: 0 }
  const distances = pairwiseDistances(images, count, d, SAMPLED, key, COMPARED)
  const dataStd = pixelStatistics(dataset, dataRange).std
  const advice = adviseSchedule({ d, distances, dataRange, dataStd, inner, overlap })
  const answer = toSnake({
    dataset: dataset.name,
    hash: dataset.hash,
    n: count,
    dataRange,
    distances,
    ...advice,
  }) as object
  output.answer(answer, () =>
    Object.entries(advice)
      .map(([field, given]) =>
        given !== null && typeof given === 'object'
          ? `${field}  ${given.value}\n    ${given.reason}`
          : `${field}  ${given}`,
      )
      .join('\n'),
  )
}
