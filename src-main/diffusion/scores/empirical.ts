/** The exact denoiser of a training set: what a network that had learnt it by heart would answer. */
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs'
import type { Tf } from '#compute/backend.ts'
import type { ExactSource } from './denoiser.ts'
import { meanImage, streamingSoftmax } from './streaming-softmax.ts'

export type EmpiricalLaw = {
  /** Images one after another, in data units; copied to the backend, so the caller may let go of it. */
  images: Float32Array
  count: number
  /** Training images at a time; it bounds the weights held at once to batch x block. */
  block?: number
}

/**
 * For x0 uniform over the images y_1 .. y_n (Karras et al. 2022, arXiv:2206.00364, eq. 57):
 *
 *     denoised = sum_j w_j y_j,   w = softmax_j(-|x - y_j|^2 / (2 sigma^2)) = softmax_j((x . y_j - |y_j|^2 / 2) / sigma^2)
 *
 * as |x|^2 is common to all j; log p_sigma is the logarithm of the sum that they are shares of. One pass over blocks of y: a matrix product for the logits, a streaming softmax (running
 * maximum and mass: Milakov & Gimelshein 2018, arXiv:1805.02867), a matrix product for the sum. |y_j|^2 / 2 is held as one more
 * column of y, so that the logits come out of their product finished. The images are held less their mean, which the
 * difference does not see and which keeps the products small: in float32 a logit is uncertain by about 2^-24 |x| |y| / sigma^2,
 * so two images that are equally near to within 1e-7 |x| |y| may share their weights wrongly.
 */
export function empiricalScore(tf: Tf, { images, count, block = 3000 }: EmpiricalLaw): ExactSource {
  const size = images.length / count
  const mean = tf.tensor1d(meanImage(images, count))
  const blocks = Array.from({ length: Math.ceil(count / block) }, (_, b) => {
    const part = images.subarray(b * block * size, Math.min(count, (b + 1) * block) * size)
    return tf.tidy(() => {
      const y: Tensor2D = tf.tensor2d(part, [part.length / size, size]).sub(mean)
      const halfSquare: Tensor2D = y.square().sum(1, true).mul(0.5)
      return tf.concat2d([y, halfSquare], 1)
    })
  })

  const pass = (flat: Tensor2D, precision: Tensor2D) => {
    const rows = tf.concat2d([flat.mul<Tensor2D>(precision), precision.neg()], 1)
    return streamingSoftmax(tf, blocks, (y) => ({ logits: tf.matMul(rows, y, false, true), values: y }))
  }
  const precisionAt = (sigma: Tensor1D) => sigma.reshape<Tensor2D>([-1, 1]).square().reciprocal<Tensor2D>()

  return {
    denoised: (x, sigma) =>
      tf.tidy(() => {
        const { sum, mass } = pass(x.reshape<Tensor2D>([-1, size]).sub(mean), precisionAt(sigma))
        return sum.slice([0, 0], [-1, size]).div(mass).add(mean).reshape(x.shape)
      }),
    logDensity: (x, sigma) =>
      tf.tidy(() => {
        const flat: Tensor2D = x.reshape<Tensor2D>([-1, size]).sub(mean)
        const precision = precisionAt(sigma)
        const { top, mass } = pass(flat, precision)
        const square = flat.square().sum<Tensor2D>(1, true).mul<Tensor2D>(precision).mul(0.5)
        const scale = sigma.log().mul(size)
        return top.add(mass.log()).sub(square).reshape<Tensor1D>([-1]).sub(scale)
      }),
    dispose: () => tf.dispose([mean, ...blocks]),
  }
}
