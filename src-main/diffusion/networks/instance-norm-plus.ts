/** InstanceNorm++ and ELU, as NCSNv2 uses them. */
import type * as tfjs from '@tensorflow/tfjs'
import type { Tf } from '#compute/backend.ts'
import { affineActivation, channelMoments } from './fused.ts'
import type { Declare } from './parameters.ts'

const EPSILON = 1e-5

/**
 * elu(gamma ((x - mu_c)/sqrt(var_c + 1e-5) + alpha (mu_c - m)/sqrt(v + 1e-5)) + beta): mu_c, var_c of the pixels of a channel, m
 * and v mean and variance of the mu_c over the C channels (v divided by C - 1, var_c by their number, as in the authors' code).
 * Song & Ermon 2019, arXiv:1907.05600, appendix A.1, with one alpha, gamma, beta for all levels as in 2020, arXiv:2006.09011.
 */
export function instanceNormPlusElu(tf: Tf, declare: Declare, name: string, channels: number) {
  const [alpha, gamma] = ['alpha', 'gamma'].map((part) =>
    declare(`${name}/${part}`, [1, channels], { mean: 1, std: 0.02 }),
  )
  const beta = declare(`${name}/beta`, [1, channels], 'zeros')
  return (x: tfjs.Tensor4D): tfjs.Tensor4D => {
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
    const scale = rstd.mul(gamma) as tfjs.Tensor2D
    const shift = standardised.mul(alpha).sub(mean.mul(rstd)).mul(gamma).add(beta) as tfjs.Tensor2D
    return affineActivation(tf, 'elu', flat, scale, shift).reshape([batch, height, width, channels])
  }
}
