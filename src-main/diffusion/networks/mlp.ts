/** A small fully connected denoiser for points: the 2-D laws, or any data of a few numbers. */
import type * as tfjs from '@tensorflow/tfjs'
import type { Tf } from '#compute/backend.ts'
import { dense } from './layers.ts'
import type { Build } from './network.ts'
import { embedNoise, noiseFrequencies } from './noise-embedding.ts'
import { denoiserOf } from './preconditioning.ts'

const FREQUENCIES = 16

/** [c_in x, embedded level] -> `depth` swish layers of `width` -> F, under EDM preconditioning or as a residual. */
export const buildMlp: Build<'mlp'> = (tf, declare, constant, spec, shape) => {
  const { width, depth } = spec
  const size = shape.height * shape.width * shape.channels
  const frequencies = constant(tf.tensor1d(noiseFrequencies(FREQUENCIES)))
  const hidden = Array.from({ length: depth }, (_, i) =>
    dense(declare, `hidden/${i}`, i === 0 ? size + 2 * FREQUENCIES : width, width),
  )
  const output = dense(declare, 'output', width, size, { gain: 0 })
  const swish = swishTwice(tf)
  return denoiserOf((x, cNoise) => {
    const input = tf.concat([x.reshape([-1, size]), embedNoise(tf, cNoise, frequencies)], 1) as tfjs.Tensor2D
    const last = hidden.reduce((h, layer) => swish(layer(h)), input)
    return output(last).reshape(x.shape)
  }, spec)
}

/**
 * x sigmoid(x), whose gradient can itself be differentiated, as score matching needs. The library's own sigmoid keeps its output for
 * the way back, cut off from what it came from, so that every second derivative through it is 0.
 */
const swishTwice = (tf: Tf) =>
  tf.customGrad((x, save) => {
    const input = x as tfjs.Tensor2D
    ;(save as tfjs.GradSaveFunc)([input])
    const gradFunc = (dy: tfjs.Tensor2D, saved: tfjs.Tensor[]) => {
      const [at] = saved as [tfjs.Tensor2D]
      const s = at.sigmoid()
      return dy.mul(s.add(at.mul(s).mul(s.mul(-1).add(1)))) as tfjs.Tensor2D
    }
    return { value: input.mul(input.sigmoid()), gradFunc }
  }) as (x: tfjs.Tensor2D) => tfjs.Tensor2D
