/** Opens what a restoration looks at: a score under a corruption, the picture, and the images that the score learned. */
import type { Compute } from '#compute/backend.ts'
import { type Camel, toCamel } from '#contract/casing.ts'
import { checkSampler } from '#contract/corruption.ts'
import type { DatasetConfig } from '#contract/dataset.ts'
import { toBytes } from '#contract/quantise.ts'
import { Refusal } from '#contract/refusal.ts'
import type { Restoration, RestorationOptions } from '#contract/restoration.ts'
import { type Dataset, fillImages, firstImages } from '#datasets/dataset.ts'
import { openDataset } from '#datasets/open-dataset.ts'
import { openCorruption } from '#diffusion/corruptions/corruption.ts'
import { nearestTraining } from '#diffusion/metrics/neighbours.ts'
import { costOfWalk, type SamplerChoice } from '#diffusion/samplers/samplers.ts'
import { checkCorruption } from '#theory/corruptions/check-corruption.ts'
import type { CorruptionPath } from '#theory/corruptions/path.ts'
import { stopsFrom, timesOver } from '#theory/corruptions/stops.ts'
import type { Level } from '#theory/grids/levels.ts'
import { corruptAt } from '../jobs/sampling-corruption.ts'
import { openQuietDenoiser } from '../jobs/sampling-denoiser.ts'
import { chosenPicture } from '../restoration/chosen-picture.ts'
import { drawsOf, panelOf, rootMeanSquare } from '../restoration/restore-picture.ts'
import { openScore, type ScoreFile } from '../scores/open-score.ts'
import type { OpenScore } from '../scores/opened.ts'
import { datasetFor } from './probe-images.ts'

/** `path`: a file that was handed over; `called`: its name. */
export type RestorationTask = Omit<RestorationOptions, 'network' | 'weights' | 'score' | 'corruption' | 'schedule' | 'data_range' | 'picture'> & {
  file: ScoreFile
  says: string
  path?: string
  called?: string
} // prettier-ignore
type Tell = (stage: string, done: number, of: number) => void

export async function restorationTask(
  compute: Compute,
  task: RestorationTask,
  home: string,
  tell: Tell,
): Promise<Restoration> {
  // prettier-ignore
  const { tf } = compute
  const began = performance.now()
  const { t, times, steps, n, seed } = task
  const sampler = toCamel(task.sampler) as SamplerChoice
  tell('opening', 0, 0)
  const stopsOf = (levels: readonly Level[]) => {
    const stops = stopsFrom(levels, t, steps)
    return { stops, panel: task.given === 'clean' ? timesOver(levels, times) : stops.slice(0, 1) }
  }
  const open = (spec: Camel<DatasetConfig>) => openDataset(spec, { home })
  const score = await openScore(compute, atStops(task.file, stopsOf), open)
  try {
    const path = pathOf(task, score.path)
    const { shape, dataRange } = score
    const { stops, panel } = stopsOf(path.levels)
    checkCorruption(path.corruption, path.levels, shape)
    checkSampler(sampler.name, path.corruption)
    const training = await learnedImages(task, score, home)
    const picture = await chosenPicture(task, { shape, dataRange, home, training })
    const { nfe: cost } = costOfWalk(sampler, { levels: stops.length, process: null })
    const { denoised, dispose } = await openQuietDenoiser(compute, score, { n, nfe: cost, chunk: n })
    const opened = openCorruption(tf, path.corruption, shape)
    const corrupt = corruptAt(tf, opened.corrupt)
    const isClean = task.given === 'clean'
    const again = isClean || path.corruption.name === 'mask'
    const asked = { tf, shape, dataRange, corrupt, picture: picture.values, isClean, seed }
    const of = { ...asked, denoised: score.denoised, observed: again ? corrupt : <T>(x: T) => x }
    try {
      const shown = await panelOf(of, panel)
      const drawn = await drawsOf({ ...of, denoised }, { stops, sampler, n }, (step) => tell('restoring', step, cost))
      if (!drawn.restorations.every(Number.isFinite))
        throw new Refusal(
          `sampler: ${sampler.name} left values that are not finite after ${steps} steps. Take more steps, or a t nearer to 0.`,
          { field: 'sampler', code: 'unsupported' },
        )
      tell('neighbours', 0, 0)
      const size = picture.values.length
      const { nearest, distance } = await nearestTraining(tf, {
        queries: drawn.restorations,
        training: firstImages(training, dataRange),
        size,
        tick: async (done, of) => tell('neighbours', done, of),
      })
      const near = new Float32Array(n * size)
      fillImages(training, nearest, dataRange, near)
      const bytes = (values: Float32Array) => toBytes(values, dataRange)
      return {
        shape,
        picture: picture.says,
        score: task.says,
        corruption: path.corruption.name,
        given: task.given,
        original: bytes(picture.values),
        panel: shown.panel,
        corrupted: bytes(shown.corrupted),
        guesses: bytes(shown.guesses),
        start: { t, sigma: stops[0].sigma, level: stops[0].corruption ?? 0 },
        sampler: sampler.name,
        nfe: drawn.nfe,
        restored: drawn.consistency.map((consistency, i) => ({
          rms: isClean ? rootMeanSquare(drawn.restorations.subarray(i * size, (i + 1) * size), picture.values) : null,
          consistency,
          neighbour: { index: nearest[i], distance: distance[i] },
        })),
        restorations: bytes(drawn.restorations),
        neighbours: bytes(near),
        training: { name: training.name, n: training.count },
        seconds: (performance.now() - began) / 1000,
      }
    } finally {
      dispose()
      opened.dispose()
    }
  } finally {
    score.dispose()
  }
}

/** An exact score answers at the levels that it was told of. */
function atStops(
  file: ScoreFile,
  stopsOf: (levels: readonly Level[]) => { stops: Level[]; panel: Level[] },
): ScoreFile {
  if (!('path' in file) || !file.path) return file
  const { stops, panel } = stopsOf(file.path.levels)
  return { ...file, path: { ...file.path, levels: [...stops, ...panel] } }
}

/** What the score was learned under; refuses one that knows noise alone. */
function pathOf({ file, says }: RestorationTask, trained: CorruptionPath | undefined): CorruptionPath {
  if ('exact' in file && file.path) return file.path
  if (trained) return trained
  throw new Refusal(
    `network: ${says} was trained on noise alone and takes no corruption back. Train one under a corruption (objective soft), or name an exact score of a data set.`,
    { field: 'network', code: 'unsupported' },
  )
}

/** The images that the score learned; where its file does not say them, those of a data set here of their size. */
async function learnedImages({ file }: RestorationTask, { shape, path }: OpenScore, home: string): Promise<Dataset> {
  if ('exact' in file && 'dataset' in file.exact)
    return openDataset(toCamel(file.exact.dataset) as Camel<DatasetConfig>, { home })
  const found = path?.data ? await openDataset(path.data, { home }) : await datasetFor(shape, undefined, home)
  if (found) return found
  throw new Refusal('dataset: no data set here has images of the size that the network knows. Import one.', {
    field: 'dataset',
    code: 'not-found',
  })
}
