/** InstanceNorm++, with an activation after it, as the RefineNets of NCSN use it. */
import type * as tfjs from '@tensorflow/tfjs'
import type { Tf } from '#compute/backend.ts'
import { type ACTIVATIONS, affineActivation, channelMoments } from './fused.ts'
import type { Declare } from './parameters.ts'

const EPSILON = 1e-5

export type NormOptions = {
  activation: keyof typeof ACTIVATIONS
  /** Noise levels that have alpha, gamma and beta of their own. */
  levels?: number
}

/**
 * f(gamma ((x - mu_c)/sqrt(var_c + 1e-5) + alpha (mu_c - m)/sqrt(v + 1e-5)) + beta), f the activation: mu_c, var_c of the pixels of
 * a channel, m and v mean and variance of the mu_c over the C channels (v divided by C - 1, var_c by their number, as in the authors'
 * code). With several `levels` alpha, gamma and beta are those of the sample's level, picked by `level` [B, levels], a 1 in each row
 * (Song & Ermon 2019, arXiv:1907.05600, appendix A.1); with one they serve all (2020, arXiv:2006.09011).
 */
export function instanceNormPlus(
  tf: Tf,
  declare: Declare,
  name: string,
  channels: number,
  { activation, levels = 1 }: NormOptions,
) {
  const [alpha, gamma] = ['alpha', 'gamma'].map((part) =>
    declare(`${name}/${part}`, [levels, channels], { mean: 1, std: 0.02 }),
  ) as unknown as tfjs.Tensor2D[]
  const beta = declare(`${name}/beta`, [levels, channels], 'zeros') as unknown as tfjs.Tensor2D
  return (x: tfjs.Tensor4D, level?: tfjs.Tensor2D): tfjs.Tensor4D => {
    const own = (table: tfjs.Tensor2D): tfjs.Tensor2D => (level ? (level.matMul(table) as tfjs.Tensor2D) : table)
    const [batch, height, width] = x.shape
    const flat = x.reshape([batch, height * width, channels]) as tfjs.Tensor3D
    const [mean, variance] = channelMoments(tf, flat)
    const offset = mean.sub(mean.mean(1, true))
    const spread = offset
      .square()
      .sum(1, true)
      .div(Math.max(1, channels - 1))
    const standardised = offset.div(spread.add(EPSILON).sqrt())
    const rstd = variance.add(EPSILON).rsqrt()
    const scales = own(gamma)
    const scale = rstd.mul(scales) as tfjs.Tensor2D
    const shift = standardised.mul(own(alpha)).sub(mean.mul(rstd)).mul(scales).add(own(beta)) as tfjs.Tensor2D
    return affineActivation(tf, activation, flat, scale, shift).reshape([batch, height, width, channels])
  }
}
