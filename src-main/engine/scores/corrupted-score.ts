/** Exact scores under a corruption, opened as networks are: of a data set's images, or of its Gaussian, full or by frequency. */
import { createHash } from 'node:crypto'
import type { Compute } from '#compute/backend.ts'
import { float64Solve } from '#compute/float64-solve.ts'
import { covariance } from '#compute/spectrum.ts'
import type { Camel } from '#contract/casing.ts'
import type { Corruption } from '#contract/corruption.ts'
import { Refusal } from '#contract/refusal.ts'
import type { DataRange } from '#contract/schedule.ts'
import type { ExactScore } from '#contract/score.ts'
import { type Dataset, firstImages, isUnbounded } from '#datasets/dataset.ts'
import { openCorruption } from '#diffusion/corruptions/corruption.ts'
import { corruptedEmpiricalScore } from '#diffusion/scores/corrupted-empirical.ts'
import { denseScore, stationaryScore } from '#diffusion/scores/corrupted-gaussian.ts'
import type { ScoreSource } from '#diffusion/scores/denoiser.ts'
import { linearMap, separable } from '#theory/corruptions/corruption.ts'
import { hartleyBasis } from '#theory/corruptions/gaussian-blur.ts'
import type { CorruptionPath } from '#theory/corruptions/path.ts'
import { stationaryLaw } from '#theory/laws/stationary.ts'
import { pivotedCholesky } from '#theory/statistics/pivoted-cholesky.ts'
import { type CleanImages, gaussianImages, imagesOfDataset } from './clean-images.ts'
import { matrixOf } from './gaussian-law.ts'
import type { OpenScore } from './opened.ts'

type Room = { compute: Compute; dataRange: DataRange; path: CorruptionPath }
type Opened = { source: ScoreSource; clean: CleanImages; values: number; dispose(): void }

/** A full covariance is solved for anew at each level: d^3. */
const LARGEST_DENSE = 1024
/** A factor of a stationary covariance is d x d too, though its score is not. */
const LARGEST_STATIONARY = 4096

export function openCorruptedScore(score: Camel<ExactScore>, dataset: Dataset, room: Room): OpenScore {
  const { height, width, channels, hash } = dataset
  const { dataRange, path } = room
  const { source, clean, values, dispose } = open(score, dataset, room)
  const of = {
    name: score.name,
    of: hash,
    dataRange,
    corruption: path.corruption,
    ...('covariance' in score && { covariance: score.covariance }),
  }
  return {
    shape: { height, width, channels },
    dataRange,
    bounds: isUnbounded(dataset) ? null : dataRange,
    denoised: source.denoised,
    clean,
    parameterCount: values,
    recordable: 'exact',
    hash: createHash('sha256').update(JSON.stringify(of)).digest('hex'),
    dispose,
  }
}

function open(score: Camel<ExactScore>, dataset: Dataset, room: Room): Opened {
  const { compute: { tf }, dataRange, path: { corruption, levels } } = room // prettier-ignore
  if (score.name === 'empirical') {
    const { corrupt, dispose } = openCorruption(tf, corruption, dataset)
    const images = firstImages(dataset, dataRange)
    const law = { images, count: dataset.count, shape: shapeOf(dataset) }
    const source = corruptedEmpiricalScore(tf, law, { corrupt, levels })
    const free = () => {
      source.dispose()
      dispose()
    }
    return { source, clean: imagesOfDataset(tf, dataset, dataRange), values: images.length, dispose: free }
  }
  if (score.name !== 'gaussian') return refuseLaw(score.name)
  return score.covariance === 'stationary' ? openStationary(dataset, room) : openDense(dataset, room)
}

function openDense(dataset: Dataset, { compute: { tf }, dataRange, path }: Room): Opened {
  const shape = shapeOf(dataset)
  const d = sizeOf(dataset)
  if (d > LARGEST_DENSE)
    throw new Refusal(
      `score.dataset: images of ${dataset.name} have ${d} values, and under a corruption a Gaussian with a full covariance is exact for up to ${LARGEST_DENSE}. Set score.covariance=stationary with a periodic blur, or import them smaller with size=.`,
      { field: 'score.dataset', code: 'unsupported' },
    )
  const { mean, matrix: full } = covariance(tf, matrixOf(dataset, dataRange))
  const map = linearMap(path.corruption, shape)
  const source = denseScore(
    tf,
    { mean, covariance: full, shape },
    { map, levels: path.levels, solve: float64Solve(tf) },
  )
  return withDraws(tf, source, { mean, factor: pivotedCholesky(full, d), shape, values: d * (d + 1) })
}

function openStationary(dataset: Dataset, { compute: { tf }, dataRange, path }: Room): Opened {
  const shape = shapeOf(dataset)
  const d = sizeOf(dataset)
  refuseOtherBasis(path.corruption)
  if (d > LARGEST_STATIONARY)
    throw new Refusal(
      `score.dataset: images of ${dataset.name} have ${d} values; a stationary Gaussian is drawn for up to ${LARGEST_STATIONARY}. Import them smaller with size=.`,
      { field: 'score.dataset', code: 'unsupported' },
    )
  const { mean, variances } = stationaryLaw(firstImages(dataset, dataRange), dataset.count, shape)
  const map = linearMap(path.corruption, shape)
  const source = stationaryScore(tf, { mean, variances, shape }, map, path.levels)
  const [down, along] = [hartleyBasis(shape.height), hartleyBasis(shape.width)]
  const factor = new Float64Array(d * d)
  const unit = new Float64Array(d)
  for (let k = 0; k < d; k++) {
    unit[k] = Math.sqrt(variances[k])
    factor.set(separable(unit, shape, down, along), k * d)
    unit[k] = 0
  }
  return withDraws(tf, source, { mean, factor, shape, values: 2 * d })
}

type Drawn = { mean: Float64Array; factor: Float64Array; shape: ReturnType<typeof shapeOf>; values: number }

function withDraws(tf: Compute['tf'], source: ScoreSource, { mean, factor, shape, values }: Drawn): Opened {
  const d = mean.length
  const tensors = {
    mean: tf.tensor2d(Float32Array.from(mean), [1, d]),
    factor: tf.tensor2d(Float32Array.from(factor), [factor.length / d, d]),
  }
  const dispose = () => {
    source.dispose()
    tf.dispose(tensors)
  }
  return { source, clean: gaussianImages(tf, tensors, shape), values, dispose }
}

const shapeOf = ({ height, width, channels }: Dataset) => ({ height, width, channels })
const sizeOf = ({ height, width, channels }: Dataset) => height * width * channels

function refuseOtherBasis(corruption: Corruption): void {
  if (corruption.name === 'identity' || (corruption.name === 'gaussian-blur' && corruption.padding === 'periodic'))
    return
  throw new Refusal(
    'score.covariance: a stationary Gaussian is exact under a periodic blur alone; set corruption.padding=periodic, or leave score.covariance out.',
    { field: 'score.covariance', code: 'unsupported' },
  )
}

export function refuseLaw(name: string): never {
  throw new Refusal(
    `score.name: ${name} is a law of points, which are not blurred or masked; take empirical or gaussian of a data set, or no corruption.`,
    { field: 'score.name', code: 'unsupported' },
  )
}
