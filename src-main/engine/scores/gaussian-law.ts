/** The Gaussian of a data set: a texture's own, else that of the mean and covariance of the images. */
import type { Tf } from '#compute/backend.ts'
import { covarianceSpectrum, type ImageMatrix } from '#compute/spectrum.ts'
import type { Camel } from '#contract/casing.ts'
import type { DatasetConfig } from '#contract/dataset.ts'
import { Refusal } from '#contract/refusal.ts'
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
  dataRange: readonly [number, number],
): Promise<GaussianLaw> {
  if (isTexture(spec.name)) return textureGaussian(await textureLaw(spec))
  const { height, width, channels, name } = dataset
  const dimension = height * width * channels
  if (dimension > LARGEST_GAUSSIAN)
    throw new Refusal(
      `score.dataset: images of ${name} have ${dimension} values, and a Gaussian score is exact for up to ${LARGEST_GAUSSIAN}. Import them smaller with size=.`,
      { field: 'score.dataset', code: 'unsupported' },
    )
  const { eigenvalues, mean, vectors } = covarianceSpectrum(tf, matrixOf(dataset, dataRange), { vectors: true })
  const eigenvectors = new Float32Array(dimension * dimension)
  for (let k = 0; k < dimension; k++)
    for (let i = 0; i < dimension; i++) eigenvectors[i * dimension + k] = vectors![k * dimension + i]
  return { mean: Float32Array.from(mean), variances: Float32Array.from(eigenvalues), eigenvectors }
}

/** Its images as rows in units of `dataRange`; bytes stay bytes, of which sums are exact. */
export function matrixOf(dataset: Dataset, dataRange: readonly [number, number]): ImageMatrix {
  const { count, pixels, height, width, channels } = dataset
  const size = { count, dimension: height * width * channels }
  if (!(pixels instanceof Uint8Array)) return { ...size, values: firstImages(dataset, dataRange), gain: 1, offset: 0 }
  const [low, high] = dataRange
  return { ...size, values: pixels, gain: (high - low) / 255, offset: low }
}
