/** What a sampling run under a corruption has beside the others: C at each level, and the images that it starts from. */
import type { Tensor1D, Tensor4D } from '@tensorflow/tfjs'
import type { Tf } from '#compute/tf.ts'
import type { Camel } from '#contract/casing.ts'
import type { Corruption } from '#contract/corruption.ts'
import type { DatasetConfig } from '#contract/dataset.ts'
import { Refusal } from '#contract/refusal.ts'
import type { Dataset } from '#datasets/dataset.ts'
import { type Corrupt, openCorruption } from '#diffusion/corruptions/corruption.ts'
import type { SampleChunks } from '#diffusion/samplers/sample.ts'
import { checkCorruption } from '#theory/corruptions/check-corruption.ts'
import { checkOnPath } from '#theory/corruptions/path.ts'
import type { Level } from '#theory/grids/levels.ts'
import { imagesOfDataset } from '../scores/clean-images.ts'
import type { OpenScore } from '../scores/opened.ts'

type Asked = {
  corruption?: Corruption
  levels: readonly Level[]
  start: 'normal' | 'uniform' | 'corrupted'
  startFrom?: Camel<DatasetConfig>
  seed: number
}
export type SamplingCorruption = { under: Pick<SampleChunks, 'corrupt' | 'clean'>; dispose(): void }

/** Refuses levels that the images or the network do not suit. */
export async function openSamplingCorruption(
  tf: Tf,
  score: Pick<OpenScore, 'shape' | 'dataRange' | 'path' | 'clean'>,
  { corruption, levels, start, startFrom, seed }: Asked,
  open: (dataset: Camel<DatasetConfig>) => Promise<Dataset>,
): Promise<SamplingCorruption> {
  const chosen = corruption ?? score.path?.corruption ?? { name: 'identity' }
  checkCorruption(chosen, levels, score.shape)
  if (score.path) checkOnPath(score.path, levels)
  if (chosen.name === 'identity') return { under: {}, dispose: () => {} }
  const { corrupt, dispose } = openCorruption(tf, chosen, score.shape)
  const at = corruptAt(tf, corrupt)
  if (start !== 'corrupted') return { under: { corrupt: at }, dispose }
  const draw = startFrom ? imagesOfDataset(tf, fitting(await open(startFrom), score), score.dataRange) : score.clean
  if (!draw)
    throw new Refusal(
      'start_from: nothing says which images to start from; name a data set, as start_from.name=mnist.',
      {
        field: 'start_from',
      },
    )
  return { under: { corrupt: at, clean: (samples) => draw(samples, seed) }, dispose }
}

/** All images alike, as far as the stop of a walk says. */
export const corruptAt =
  (tf: Tf, corrupt: Corrupt) =>
  (x: Tensor4D, { corruption = 0 }: Level): Tensor4D =>
    corrupt(x, tf.ones([x.shape[0]]).mul<Tensor1D>(corruption))

function fitting(dataset: Dataset, { shape }: Pick<OpenScore, 'shape'>): Dataset {
  const { name, height, width, channels } = dataset
  if (height === shape.height && width === shape.width && channels === shape.channels) return dataset
  throw new Refusal(
    `start_from: images of ${name} are ${height} x ${width} x ${channels}, the score knows ${shape.height} x ${shape.width} x ${shape.channels}; name a data set of that size.`,
    { field: 'start_from', code: 'conflict' },
  )
}
