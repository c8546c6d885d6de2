/** Self-attention between the pixels of a feature map. */
import type * as tfjs from '@tensorflow/tfjs'
import type { Tf } from '#compute/backend.ts'
import { conv1x1 } from './layers.ts'
import { groupNormSwish } from './group-norm.ts'
import type { Declare } from './parameters.ts'

/**
 * x + W softmax(q k^T/sqrt(C)) v, one head; q, k, v are 1x1 convolutions of the normalised x, W starts at 0. Wang et al. 2018,
 * arXiv:1711.07971. x is [B, H, W, C]. Normalised with swish like every other layer here, which saves a second kind of norm.
 */
export function selfAttention(tf: Tf, declare: Declare, name: string, channels: number, average: tfjs.Tensor2D) {
  const gamma = declare(`${name}/norm/gamma`, [1, channels], 'ones') as unknown as tfjs.Tensor2D
  const beta = declare(`${name}/norm/beta`, [1, channels], 'zeros') as unknown as tfjs.Tensor2D
  const project = conv1x1(declare, `${name}/qkv`, channels, 3 * channels)
  const output = conv1x1(declare, `${name}/output`, channels, channels, { gain: 0 })
  return (x: tfjs.Tensor4D): tfjs.Tensor4D => {
    const [batch, height, width] = x.shape
    const qkv = project(groupNormSwish(tf, x, gamma, beta, average)).reshape([batch, height * width, 3 * channels])
    const [q, k, v] = tf.split(qkv, 3, 2)
    const weights = tf.softmax(tf.matMul(q, k, false, true).div(Math.sqrt(channels)))
    return x.add(output(tf.matMul(weights, v).reshape([batch, height, width, channels])))
  }
}
