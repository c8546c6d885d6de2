/** What diffusers' UNet2DModel is told of the noise level: sines and cosines of the timestep, or of ln(sigma). */
import type * as tfjs from '@tensorflow/tfjs'
import type { Unet2dConfig } from '#contract/unet2d.ts'
import type { Declare } from '../parameters.ts'
import { type Constant, type Parts, swish } from './parts.ts'

type Embed = (time: tfjs.Tensor1D) => tfjs.Tensor2D

/** Ho et al. 2020, arXiv:2006.11239; their longest period. */
const LONGEST = 10_000

/** Two dense layers, swish between them, over the sines and cosines: [B] -> [B, width]. */
export function timeEmbedding(
  parts: Parts,
  declare: Declare,
  constant: Constant,
  config: Unet2dConfig,
  width: number,
): Embed {
  const base = config.block_out_channels[0]
  const fourier = config.time_embedding_type === 'fourier'
  const waves = fourier ? fourierWaves(parts, declare, base) : positionalWaves(parts, constant, base, config)
  const first = parts.dense('time_embedding.linear_1', fourier ? 2 * base : base, width)
  const second = parts.dense('time_embedding.linear_2', width, width)
  return (time) => second(swish(first(waves(time))))
}

/** sin and cos of t 10000^(-k/(n - freq_shift)), k = 0 .. n - 1, n half the width; cosines first where `flip_sin_to_cos`. */
function positionalWaves({ tf }: Parts, constant: Constant, base: number, config: Unet2dConfig): Embed {
  const half = Math.floor(base / 2)
  const values = Float32Array.from({ length: half }, (_, k) => LONGEST ** (-k / (half - config.freq_shift)))
  const frequencies = constant(tf.tensor2d(values, [1, half]))
  return (time) => {
    const phase = time.reshape<tfjs.Tensor2D>([-1, 1]).mul<tfjs.Tensor2D>(frequencies)
    const [sines, cosines] = [phase.sin(), phase.cos()]
    return tf.concat2d(config.flip_sin_to_cos ? [cosines, sines] : [sines, cosines], 1)
  }
}

/** sin and cos of 2 pi f ln(sigma), frequencies drawn once and kept with the weights. Song et al. 2021, arXiv:2011.13456, appendix C. */
function fourierWaves({ tf }: Parts, declare: Declare, base: number): Embed {
  const frequencies = declare('time_proj/weight', [base], { std: 16 })
  return (time) => {
    const phase = time
      .log()
      .reshape<tfjs.Tensor2D>([-1, 1])
      .mul<tfjs.Tensor2D>(frequencies.reshape([1, base]))
      .mul<tfjs.Tensor2D>(2 * Math.PI)
    return tf.concat2d([phase.sin(), phase.cos()], 1)
  }
}
