/** The noise of sampling: one Philox stream per sample, so that a sample does not depend on the batch it is drawn in. */
import type { Tensor4D } from '@tensorflow/tfjs'
import type { Tf } from '#compute/backend.ts'
import { normals, STREAMS, uniforms } from '#theory/noise/philox.ts'
import type { ImageShape } from '../networks/network.ts'

/** `normal`: N(mean, std^2), sigma_1 z unless told otherwise; `uniform`: uniform over the data range, as the NCSN code starts on its [0, 1]. */
export type StartKind = 'normal' | 'uniform'
export type Start = { start: StartKind; startMean?: number; startStd?: number }

export type SampleNoise = { tf: Tf; seed: number; samples: ArrayLike<number>; shape: ImageShape }

/** Unit normals of the numbered draw for each of the samples: keyed (seed, stream `step`, sample, draw). */
export const stepNoise = (noise: SampleNoise, draw: number): Tensor4D =>
  toTensor(noise, (sample, out) => normals({ seed: noise.seed, stream: STREAMS.step, sample, step: draw }, out))

/** The start at noise level `sigma`. Two schedules start from the same unit normals, each scaled by its own first sigma. */
export function startNoise(
  noise: SampleNoise,
  { start, startMean = 0, startStd, sigma, dataRange }: Start & { sigma: number; dataRange: readonly [number, number] },
): Tensor4D {
  const std = startStd ?? sigma
  const [lo, hi] = dataRange
  return toTensor(noise, (sample, out) => {
    const key = { seed: noise.seed, stream: STREAMS.start, sample, step: 0 }
    if (start === 'normal') {
      normals(key, out)
      for (let i = 0; i < out.length; i++) out[i] = startMean + std * out[i]
    } else {
      uniforms(key, out)
      for (let i = 0; i < out.length; i++) out[i] = lo + (hi - lo) * out[i]
    }
  })
}

function toTensor({ tf, samples, shape }: SampleNoise, fill: (sample: number, out: Float32Array) => void): Tensor4D {
  const { height, width, channels } = shape
  const size = height * width * channels
  const values = new Float32Array(samples.length * size)
  for (let i = 0; i < samples.length; i++) fill(samples[i], values.subarray(i * size, (i + 1) * size))
  return tf.tensor4d(values, [samples.length, height, width, channels])
}
