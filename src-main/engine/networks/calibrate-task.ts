/** Opens what a calibration looks at, a score and data where a method asks for them, and runs it. */
import type { Compute } from '#compute/backend.ts'
import { type Camel, toCamel } from '#contract/casing.ts'
import type { Calibration } from '#contract/calibration.ts'
import type { DatasetConfig } from '#contract/dataset.ts'
import { Refusal } from '#contract/refusal.ts'
import { type Dataset, isUnbounded } from '#datasets/dataset.ts'
import { openDataset } from '#datasets/open-dataset.ts'
import { spectrumOf } from '#datasets/service/dataset-spectrum.ts'
import { calibrate, type CalibrateAsked } from '../calibration/calibrate.ts'
import { openQuietDenoiser } from '../jobs/sampling-denoiser.ts'
import { openScore, type ScoreFile } from '../scores/open-score.ts'
import { lossBySigma } from './loss-by-sigma.ts'
import { datasetFor, imagesOf } from './probe-images.ts'

export type CalibrateTask = CalibrateAsked & { file: ScoreFile; says: string; data?: string }

/** Enough for a curve whose noise does not move levels. */
const LOSS = { n: 128, levels: 24 }

export async function calibrateTask(
  compute: Compute,
  { file, says, data, ...asked }: CalibrateTask,
  home: string,
  tell: (stage: string, done: number, of: number) => void,
): Promise<Calibration> {
  tell('opening', 0, 0)
  const open = (spec: Camel<DatasetConfig>) => openDataset(spec, { home })
  const score = await openScore(compute, file, open)
  const wanted = { n: asked.n, nfe: 200, chunk: asked.batch }
  const { denoised, dispose } = await openQuietDenoiser(compute, score, wanted)
  /** The data that the score is of, that were named, or that have its shape. */
  async function dataset(): Promise<Dataset> {
    if (data === undefined && 'exact' in file && 'dataset' in file.exact) return open(toCamel(file.exact.dataset))
    const found = await datasetFor(score.shape, data, home)
    if (found && !isUnbounded(found)) return found
    throw new Refusal(
      'data: this method looks at images, and none here have this shape. Name a data set: data=mnist.',
      {
        field: 'data',
        code: 'not-found',
      },
    )
  }
  try {
    return await calibrate(
      {
        compute,
        score,
        denoised,
        says,
        tell,
        data: {
          async loss() {
            const ends = { sigmaMax: asked.sigma_max, sigmaMin: asked.sigma_min }
            const found = await lossBySigma(
              compute.tf,
              score,
              imagesOf(await dataset()),
              { ...LOSS, ...ends },
              async (done, of) => tell('loss', done, of),
            )
            return found.levels
          },
          async spectrum() {
            const { eigenvalues, dataRange } = await spectrumOf(await dataset())
            const scale = ((score.dataRange[1] - score.dataRange[0]) / (dataRange[1] - dataRange[0])) ** 2
            return eigenvalues.map((value) => scale * value)
          },
        },
      },
      asked,
    )
  } finally {
    dispose()
    score.dispose()
  }
}
