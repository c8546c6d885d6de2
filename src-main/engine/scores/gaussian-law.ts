/** The Gaussian of a data set: a texture's own, else that of the mean and covariance of the images. */
import type { Tf } from '#compute/backend.ts'
import { covarianceSpectrum } from '#compute/spectrum.ts'
import type { Camel } from '#contract/casing.ts'
import type { DatasetConfig } from '#contract/dataset.ts'
import { Refusal } from '#contract/refusal.ts'
import type { DataRange } from '#contract/schedule.ts'
import { type Dataset, firstImages } from '#datasets/dataset.ts'
import { isTexture } from '#datasets/dataset-names.ts'
import { textureLaw } from '#datasets/texture-dataset.ts'
import type { GaussianLaw } from '#diffusion/scores/gaussian.ts'
import { textureGaussian } from './texture-gaussian.ts'

/** Larger covariances take hours. */
const LARGEST_GAUSSIAN = 4096

/** `dataset` is what `spec` has opened; pixels are put in units of `dataRange`. */
export async function gaussianLaw(
  tf: Tf,
  spec: Camel<DatasetConfig>,
  dataset: Dataset,
  dataRange: DataRange,
): Promise<GaussianLaw> {
  if (isTexture(spec.name)) return textureGaussian(await textureLaw(spec))
  const { count, pixels, height, width, channels, name } = dataset
  const dimension = height * width * channels
  if (dimension > LARGEST_GAUSSIAN)
    throw new Refusal(
      `score.dataset: images of ${name} have ${dimension} values, and a Gaussian score is exact for up to ${LARGEST_GAUSSIAN}. Import them smaller with size=.`,
      { field: 'score.dataset', code: 'unsupported' },
    )
  const bytes = pixels instanceof Uint8Array
  const [low, high] = dataRange
  const values = bytes ? pixels : firstImages(dataset, dataRange)
  const [gain, offset] = bytes ? [(high - low) / 255, low] : [1, 0]
  const given = { values, count, dimension, gain, offset }
  const { eigenvalues, mean, vectors } = covarianceSpectrum(tf, given, { vectors: true })
  const eigenvectors = new Float32Array(dimension * dimension)
  for (let k = 0; k < dimension; k++)
    for (let i = 0; i < dimension; i++) eigenvectors[i * dimension + k] = vectors![k * dimension + i]
  return { mean: Float32Array.from(mean), variances: Float32Array.from(eigenvalues), eigenvectors }
}
