/** Images x0 that a corrupted start is drawn from, one for each sample by its index: of a data set, or of a Gaussian. */
import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs'
import type { Tf } from '#compute/tf.ts'
import type { DataRange } from '#contract/schedule.ts'
import { type Dataset, fillImages } from '#datasets/dataset.ts'
import type { ImageShape } from '#diffusion/networks/network.ts'
import { integers, normals, STREAMS } from '#theory/noise/philox.ts'

/** To be called inside `tf.tidy`. */
export type CleanImages = (samples: readonly number[], seed: number) => Tensor4D

/** Beside the start's own noise, which is step 0 of its stream. */
const DRAW = { stream: STREAMS.start, step: 1 } as const

/** Each sample an image of the data set, drawn with replacement. */
export function imagesOfDataset(
  tf: Tf,
  dataset: Dataset,
  dataRange: DataRange | readonly [number, number],
): CleanImages {
  const { height, width, channels, count } = dataset
  return (samples, seed) => {
    const indices = Uint32Array.from(samples, (sample) => integers({ ...DRAW, seed, sample }, count, 1)[0])
    const values = new Float32Array(samples.length * height * width * channels)
    fillImages(dataset, indices, dataRange as DataRange, values)
    return tf.tensor4d(values, [samples.length, height, width, channels])
  }
}

/** m + F' xi: rows of `factor` [rank, d], F'F the covariance. `factor` and `mean` [1, d] are the caller's. */
export const gaussianImages =
  (
    tf: Tf,
    { mean, factor }: { mean: Tensor2D; factor: Tensor2D },
    { height, width, channels }: ImageShape,
  ): CleanImages =>
  (samples, seed) => {
    const [rank] = factor.shape
    const values = new Float32Array(samples.length * rank)
    samples.forEach((sample, i) => normals({ ...DRAW, seed, sample }, values.subarray(i * rank, (i + 1) * rank)))
    const drawn = tf.matMul(tf.tensor2d(values, [samples.length, rank]), factor).add(mean)
    return drawn.reshape([samples.length, height, width, channels])
  }
