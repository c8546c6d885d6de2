/** Group normalisation, a shift and scale for each sample, and swish, as one operation with its gradient written out. */
import type * as tfjs from '@tensorflow/tfjs'
import type { Tf } from '#compute/backend.ts'

const EPSILON = 1e-5

/** h = (x - mean_g)/sqrt(var_g + 1e-5) gamma + beta over the pixels and channels of each group g. Wu & He 2018, arXiv:1803.08494. */
type Normalised = {
  /** [B, C]: h = scale x + shift. */
  scale: tfjs.Tensor2D
  shift: tfjs.Tensor2D
  /** [B, C]: 1/sqrt(var_g + 1e-5) and mean_g, of the channel's group. */
  rstd: tfjs.Tensor2D
  mean: tfjs.Tensor2D
}

/** [C, C], entry 1/(channels of a group) where both channels are of one group: multiplying by it averages over groups. */
export function groupAverage(tf: Tf, channels: number, groups: number): tfjs.Tensor2D {
  const size = channels / groups
  const sameGroup = (i: number) => Math.floor(Math.floor(i / channels) / size) === Math.floor((i % channels) / size)
  const values = Float32Array.from({ length: channels * channels }, (_, i) => (sameGroup(i) ? 1 / size : 0))
  return tf.tensor2d(values, [channels, channels])
}

/** All that needs a pass over the pixels is two means; the rest is of size [B, C]. x is [B, H W, C]. */
function normalise(
  tf: Tf,
  x: tfjs.Tensor3D,
  gamma: tfjs.Tensor2D,
  beta: tfjs.Tensor2D,
  average: tfjs.Tensor2D,
): Normalised {
  const batch = x.shape[0]
  const moments = tf.concat([x.mean(1), x.square().mean(1)], 0).matMul(average)
  const [mean, square] = tf.split(moments, [batch, batch], 0) as tfjs.Tensor2D[]
  const variance = square.sub(mean.square()).relu()
  const rstd = variance.add(EPSILON).rsqrt() as tfjs.Tensor2D
  const scale = rstd.mul(gamma) as tfjs.Tensor2D
  const shift = beta.sub(mean.mul(scale)) as tfjs.Tensor2D
  return { scale, shift, rstd, mean }
}

/**
 * swish(h), swish(h) = h sigmoid(h), h the group-normalised x times gamma plus beta. x [B, H, W, C]; gamma, beta [B, C] or
 * [1, C]; `average` from groupAverage. One custom gradient instead of twenty small ones: on TensorFlow, eager, it takes a third
 * off a training step, since the time goes into passes over [B, H, W, C] and there are 18 of them here.
 */
export function normSwish(
  tf: Tf,
  x: tfjs.Tensor4D,
  gamma: tfjs.Tensor2D,
  beta: tfjs.Tensor2D,
  average: tfjs.Tensor2D,
): tfjs.Tensor4D {
  const [batch, height, width, channels] = x.shape
  const pixels = height * width
  const perSample = (t: tfjs.Tensor) => t.reshape([batch, 1, channels])
  const operation = tf.customGrad((...args) => {
    const [xs, gammas, betas] = args as unknown as [tfjs.Tensor3D, tfjs.Tensor2D, tfjs.Tensor2D]
    const save = args[3] as unknown as tfjs.GradSaveFunc
    const { scale, shift, rstd, mean } = normalise(tf, xs, gammas, betas, average)
    const h = xs.mul(perSample(scale)).add(perSample(shift))
    const gate = h.sigmoid()
    const value = h.mul(gate)
    save([xs, gammas, scale, rstd, mean, gate, value])
    return { value, gradFunc: (dy, saved) => gradient(dy as tfjs.Tensor3D, saved) }
  })

  function gradient(dy: tfjs.Tensor3D, saved: tfjs.Tensor[]): tfjs.Tensor[] {
    const [xs, gammas, scale, rstd, mean, gate, value] = saved
    // d swish/dh = g + h g (1 - g) = g + y - y g
    const dh = value.sub(value.mul(gate)).add(gate).mul(dy)
    const sumDh = dh.sum(1)
    const sumDhX = dh.mul(xs).sum(1)
    const sumDhXhat = sumDhX.sub(mean.mul(sumDh)).mul(rstd)
    // dx = rstd (u - mean_g u - xhat mean_g(u xhat)), u = gamma dh: linear in dh and x, with coefficients of size [B, C].
    const means = tf
      .concat([sumDh.mul(gammas), sumDhXhat.mul(gammas)], 0)
      .matMul(average as tfjs.Tensor) as tfjs.Tensor2D
    const [meanU, meanUXhat] = tf.split(means.div(pixels), [batch, batch], 0)
    const ofX = meanUXhat.mul(rstd.square()).neg()
    const constant = meanU.mul(rstd).neg().sub(ofX.mul(mean))
    const dx = dh
      .mul(perSample(scale))
      .add(xs.mul(perSample(ofX)))
      .add(perSample(constant))
    const shared = gammas.shape[0] === 1 && batch > 1
    return [dx, shared ? sumDhXhat.sum(0, true) : sumDhXhat, shared ? sumDh.sum(0, true) : sumDh]
  }

  const flat = x.reshape([batch, pixels, channels])
  return operation(flat, gamma, beta).reshape([batch, height, width, channels])
}
