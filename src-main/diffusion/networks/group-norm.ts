/** Group normalisation with a shift and scale for each sample, then an activation. */
import type * as tfjs from '@tensorflow/tfjs'
import type { Tf } from '#compute/backend.ts'
import { type ACTIVATIONS, affineActivation, channelMoments } from './fused.ts'

const EPSILON = 1e-5

/** [C, C], entry 1/(channels of a group) where both channels are of one group: multiplying by it averages over groups. */
export function groupAverage(tf: Tf, channels: number, groups: number): tfjs.Tensor2D {
  const size = channels / groups
  const groupOf = (channel: number) => Math.floor(channel / size)
  const sameGroup = (i: number) => groupOf(Math.floor(i / channels)) === groupOf(i % channels)
  const values = Float32Array.from({ length: channels * channels }, (_, i) => (sameGroup(i) ? 1 / size : 0))
  return tf.tensor2d(values, [channels, channels])
}

export type GroupNormOptions = { activation: keyof typeof ACTIVATIONS; epsilon: number }

/**
 * f((x - mean_g)/sqrt(var_g + epsilon) gamma + beta), f the activation, mean and variance over the pixels and channels of each group g
 * of each sample. Wu & He 2018, arXiv:1803.08494. x [B, H, W, C]; gamma, beta [B, C] or [1, C]; `average` from groupAverage.
 */
export function affineGroupNorm(
  tf: Tf,
  x: tfjs.Tensor4D,
  gamma: tfjs.Tensor2D,
  beta: tfjs.Tensor2D,
  average: tfjs.Tensor2D,
  { activation, epsilon }: GroupNormOptions,
): tfjs.Tensor4D {
  const [batch, height, width, channels] = x.shape
  const flat = x.reshape([batch, height * width, channels]) as tfjs.Tensor3D
  const [mean, variance] = channelMoments(tf, flat)
  const groupMean = mean.matMul(average)
  // The variance within channels and that of the channels' means: a sum of squares, which cannot cancel.
  const groupVariance = variance.add(mean.sub(groupMean).square()).matMul(average)
  const scale = groupVariance.add(epsilon).rsqrt().mul(gamma) as tfjs.Tensor2D
  const shift = beta.sub(groupMean.mul(scale)) as tfjs.Tensor2D
  return affineActivation(tf, activation, flat, scale, shift).reshape([batch, height, width, channels])
}

/** The same with swish and our own networks' epsilon. */
export const groupNormSwish = (
  tf: Tf,
  x: tfjs.Tensor4D,
  gamma: tfjs.Tensor2D,
  beta: tfjs.Tensor2D,
  average: tfjs.Tensor2D,
): tfjs.Tensor4D => affineGroupNorm(tf, x, gamma, beta, average, { activation: 'swish', epsilon: EPSILON })
