/** How well a denoiser denoises at each noise level, on the images of a data set. */
import type * as tfjs from '@tensorflow/tfjs'
import type { Tf } from '#compute/tf.ts'
import type { LevelLoss, LossBySigma } from '#contract/models.ts'
import type { Denoiser } from '#diffusion/scores/denoiser.ts'
import { bitsPerDimension, informationOf } from '#theory/effort/information.ts'
import { normals, STREAMS } from '#theory/noise/philox.ts'
import { summarise } from '#theory/statistics/summary.ts'
import type { OpenNetwork } from './opened.ts'
import type { NamedImages } from './probe-images.ts'

const BATCH = 32
const CONFIDENCE = 0.95

export type LossOptions = { n: number; levels: number; sigmaMax: number; sigmaMin: number }

/**
 * E|D(x0 + sigma z, sigma) - x0|^2 per number, over `n` images with one draw of noise each, the same draws at every level; levels
 * geometric. The best that any denoiser can do is below sigma^2 and below the variance of the data.
 */
export async function lossBySigma(
  tf: Tf,
  { denoised, shape, dataRange }: Pick<OpenNetwork, 'shape' | 'dataRange'> & { denoised: Denoiser },
  images: NamedImages,
  { n, levels, sigmaMax, sigmaMin }: LossOptions,
  tick: (done: number, of: number) => Promise<void>,
): Promise<LossBySigma> {
  const began = performance.now()
  const clean = images.in(dataRange, n)
  const size = shape.height * shape.width * shape.channels
  const count = clean.length / size
  const found: LevelLoss[] = []
  const byImage: Float64Array[] = []
  for (let level = 0; level < levels; level++) {
    const sigma = sigmaMax * (sigmaMin / sigmaMax) ** (level / Math.max(1, levels - 1))
    const errors = new Float64Array(count)
    for (let from = 0; from < count; from += BATCH) {
      const to = Math.min(count, from + BATCH)
      const x0 = clean.subarray(from * size, to * size)
      squaredErrors(tf, denoised, x0, noise(from, to, size), sigma, [
        to - from,
        shape.height,
        shape.width,
        shape.channels,
      ]).forEach((error, i) => (errors[from + i] = error))
      await tick(level * count + to, levels * count)
    }
    const mse = errors.reduce((sum, error) => sum + error, 0) / clean.length
    byImage.push(errors)
    found.push({ sigma, mse, rms: Math.sqrt(mse) })
  }
  const { name, hash } = images
  const seconds = (performance.now() - began) / 1000
  return {
    dataset: { name, hash, n: count, std: deviation(clean) },
    levels: found,
    bits: bitsOf(found, byImage, size, dataRange),
    seconds,
  }
}

/** Of each image by its own errors; their mean with Student's interval. */
function bitsOf(
  levels: readonly LevelLoss[],
  byImage: readonly Float64Array[],
  size: number,
  [low, high]: readonly [number, number],
): LossBySigma['bits'] {
  const bits = Array.from(byImage[0], (_, i) =>
    bitsPerDimension(
      levels.map(({ sigma }, level) => ({ sigma, mse: byImage[level][i] / size })),
      high - low,
    ),
  )
  const { mean, low: least, high: most } = summarise(bits, CONFIDENCE)
  const told = informationOf(levels) / Math.LN2
  return { value: mean, told, low: least ?? mean, high: most ?? mean, sigma: levels[levels.length - 1].sigma }
}

/** |D(x) - x0|^2 of each image, summed over its numbers. */
function squaredErrors(
  tf: Tf,
  denoised: Denoiser,
  x0: Float32Array,
  z: Float32Array,
  sigma: number,
  dims: [number, number, number, number],
): Float64Array {
  const answer = tf.tidy(() => {
    const x = tf.tensor4d(
      x0.map((value, i) => value + sigma * z[i]),
      dims,
    )
    return denoised(x, tf.ones<tfjs.Rank.R1>([dims[0]]).mul<tfjs.Tensor1D>(sigma)).dataSync() as Float32Array
  })
  const errors = new Float64Array(dims[0])
  const size = x0.length / dims[0]
  for (let i = 0; i < x0.length; i++) errors[Math.floor(i / size)] += (answer[i] - x0[i]) ** 2
  return errors
}

function noise(from: number, to: number, size: number): Float32Array {
  const values = new Float32Array((to - from) * size)
  for (let sample = from; sample < to; sample++)
    normals(
      { seed: 0, stream: STREAMS.start, sample, step: 0 },
      values.subarray((sample - from) * size, (sample - from + 1) * size),
    )
  return values
}

/** Root mean square distance of a value from the mean of all. */
function deviation(values: Float32Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length)
}
