/**
 * The two operations under every norm here, with their gradients written out. What is left of a norm is of size [B, C], so the
 * cost, passes over [B, H, W, C], is all in this file. First derivatives only.
 */
import type * as tfjs from '@tensorflow/tfjs'
import type { Tf } from '#compute/backend.ts'

type Saved = tfjs.Tensor[]
/** Save callback is tfjs's last argument to a custom gradient; its types do not say so. */
type CustomArguments<T extends tfjs.Tensor[]> = [...T, tfjs.GradSaveFunc]

/**
 * Mean and variance (divided by N) of each channel of each sample. x [B, N, C] -> [mean, variance], both [B, C].
 * d mean/dx = 1/N, d variance/dx = 2 (x - mean)/N. The variance is that of the differences, so it cannot cancel to below 0.
 */
export function channelMoments(tf: Tf, x: tfjs.Tensor3D): [tfjs.Tensor2D, tfjs.Tensor2D] {
  const [batch, count, channels] = x.shape
  const operation = tf.customGrad((...args) => {
    const [input, save] = args as unknown as CustomArguments<[tfjs.Tensor3D]>
    const mean = input.mean(1, true)
    const variance = tf.squaredDifference(input, mean).mean(1)
    save([input, mean])
    return {
      value: tf.concat([mean.reshape([batch, channels]), variance], 0),
      gradFunc: (dy: tfjs.Tensor, saved: Saved) => {
        const [xs, means] = saved
        const [dMean, dVariance] = tf.split(dy.div(count), [batch, batch], 0)
        const slope = dVariance.mul(2).reshape([batch, 1, channels])
        const constant = dMean.reshape([batch, 1, channels]).sub(means.mul(slope))
        return xs.mul(slope).add(constant)
      },
    }
  })
  return tf.split(operation(x), [batch, batch], 0) as [tfjs.Tensor2D, tfjs.Tensor2D]
}

const plain = (h: tfjs.Tensor) => ({ value: h, keep: [] })

/** An activation: its value with what the slope needs, and the slope times dy. */
type Activation = {
  value(h: tfjs.Tensor): { value: tfjs.Tensor; keep: Saved }
  gradient(tf: Tf, dy: tfjs.Tensor, keep: Saved): tfjs.Tensor
}

export const ACTIVATIONS = {
  /** h g, g = sigmoid(h); slope g + h g (1 - g). Ramachandran et al. 2017, arXiv:1710.05941. */
  swish: {
    value: (h) => {
      const gate = h.sigmoid()
      const value = h.mul(gate)
      return { value, keep: [value, gate] }
    },
    gradient: (_tf, dy, [value, gate]) => value.sub(value.mul(gate)).add(gate).mul(dy),
  },
  /** h where h > 0, else e^h - 1; slope 1 or value + 1. Clevert et al. 2016, arXiv:1511.07289. */
  elu: {
    value: (h) => {
      const value = h.elu()
      return { value, keep: [value] }
    },
    gradient: (tf, dy, [value]) => tf.minimum(value, 0).add(1).mul(dy),
  },
  /** h itself. */
  identity: { value: plain, gradient: (_tf, dy) => dy },
} satisfies Record<string, Activation>

/** activation(scale x + shift): x [B, N, C], scale and shift [B, C] -> [B, N, C]. */
export function affineActivation(
  tf: Tf,
  name: keyof typeof ACTIVATIONS,
  x: tfjs.Tensor3D,
  scale: tfjs.Tensor2D,
  shift: tfjs.Tensor2D,
): tfjs.Tensor3D {
  const activation: Activation = ACTIVATIONS[name]
  const [batch, , channels] = x.shape
  const rows = (t: tfjs.Tensor) => t.reshape([batch, 1, channels])
  const operation = tf.customGrad((...args) => {
    const [input, scales, shifts, save] = args as unknown as CustomArguments<
      [tfjs.Tensor3D, tfjs.Tensor2D, tfjs.Tensor2D]
    >
    const { value, keep } = activation.value(input.mul(rows(scales)).add(rows(shifts)))
    save([input, scales, ...keep])
    return {
      value,
      gradFunc: (dy: tfjs.Tensor, saved: Saved) => {
        const [xs, kept, ...rest] = saved
        const dh = activation.gradient(tf, dy, rest)
        return [dh.mul(rows(kept)), dh.mul(xs).sum(1), dh.sum(1)]
      },
    }
  })
  return operation(x, scale, shift) as tfjs.Tensor3D
}
