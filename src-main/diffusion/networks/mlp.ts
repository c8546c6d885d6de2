/** A small fully connected denoiser for points: the 2-D laws, or any data of a few numbers. */
import type * as tfjs from '@tensorflow/tfjs'
import { dense } from './layers.ts'
import type { Build } from './network.ts'
import { embedNoise, noiseFrequencies } from './noise-embedding.ts'
import { edmDenoiser } from './preconditioning.ts'

const FREQUENCIES = 16

/** [c_in x, embedded noise level] -> `depth` swish layers of `width` -> F, under EDM preconditioning. */
export const buildMlp: Build<'mlp'> = (tf, declare, constant, { width, depth, sigmaData }, shape) => {
  const size = shape.height * shape.width * shape.channels
  const frequencies = constant(tf.tensor1d(noiseFrequencies(FREQUENCIES)))
  const hidden = Array.from({ length: depth }, (_, i) =>
    dense(declare, `hidden/${i}`, i === 0 ? size + 2 * FREQUENCIES : width, width),
  )
  const output = dense(declare, 'output', width, size, { gain: 0 })
  return edmDenoiser((x, sigma) => {
    const input = tf.concat([x.reshape([-1, size]), embedNoise(tf, sigma, frequencies)], 1) as tfjs.Tensor2D
    const last = hidden.reduce((h, layer) => swish(layer(h)), input)
    return output(last).reshape(x.shape)
  }, sigmaData)
}

const swish = (x: tfjs.Tensor2D): tfjs.Tensor2D => x.mul(x.sigmoid())
