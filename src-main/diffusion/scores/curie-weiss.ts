/** The exact denoiser of the Curie-Weiss magnet in the limit of many spins: a mixture of two product laws on {-1, 1}^d. */
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs'
import type { Tf } from '#compute/backend.ts'
import { spontaneousMagnetisation } from '#theory/laws/curie-weiss.ts'
import type { ExactSource } from './denoiser.ts'

/**
 * Spins a_i = +-1, independent of mean m or -m, m = tanh(beta m), with weights e^{+-hm}/(2 cosh hm). For x = a + sigma z, y = x/sigma^2:
 *
 *     w = logistic(2 h m + sum_i ln((1 + m tanh y_i)/(1 - m tanh y_i))),  E[a_i | x] = w tanh(beta m + y_i) + (1 - w) tanh(y_i - beta m)
 *     log p_sigma = sum_i (ln cosh y_i - (x_i^2 + 1)/(2 sigma^2)) + logsumexp_+-(+-hm + sum_i ln(1 +- m tanh y_i))
 *
 * Aranguri, Biroli, Mezard & Vanden-Eijnden 2025, arXiv:2501.00988.
 */
export function curieWeissScore(tf: Tf, { beta, h }: { beta: number; h: number }): ExactSource {
  const m = spontaneousMagnetisation(beta)
  const fieldOf = (x: Tensor2D, sigma: Tensor1D): Tensor2D => x.div(sigma.reshape([-1, 1]).square())
  const logProducts = (y: Tensor2D) => {
    const tilt: Tensor2D = y.tanh().mul(m)
    return { up: tilt.log1p().sum(1), down: tilt.neg().log1p().sum(1) }
  }
  const flat = (x: { shape: number[]; reshape: (shape: number[]) => unknown }) =>
    x.reshape([x.shape[0], -1]) as Tensor2D
  return {
    denoised: (x, sigma) =>
      tf.tidy(() => {
        const y = fieldOf(flat(x), sigma)
        const { up, down } = logProducts(y)
        const weight = up
          .sub(down)
          .add(2 * h * m)
          .sigmoid()
          .reshape([-1, 1])
        const plus = y.add(beta * m).tanh()
        const minus = y.sub(beta * m).tanh()
        return minus.add(weight.mul(plus.sub(minus))).reshape(x.shape)
      }),
    logDensity: (x, sigma) =>
      tf.tidy(() => {
        const points = flat(x)
        const y = fieldOf(points, sigma)
        const { up, down } = logProducts(y)
        const size = y.abs()
        const logCosh = size.add(size.mul(-2).exp().log1p()).sub(Math.LN2)
        const square = points
          .square()
          .add(1)
          .div(sigma.reshape([-1, 1]).square())
          .div(2)
        const both = tf.stack([up.add(h * m), down.sub(h * m)], 1)
        return logCosh.sub(square).sum(1).add<Tensor1D>(both.logSumExp(1))
      }),
    dispose: () => {},
  }
}
