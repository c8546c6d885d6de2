/** The answers a model may give, score, eps, v, a flow's velocity and denoised, each turned into any other. */
import type { Scalar, Tensor4D } from '@tensorflow/tfjs'

/** x = alpha x0 + sigma eps; alpha and sigma are one number, or one per image as [batch, 1, 1, 1]. */
export type Kernel = { x: Tensor4D; alpha: Tensor4D | Scalar; sigma: Tensor4D | Scalar }

type Conversion = {
  toDenoised(answer: Tensor4D, kernel: Kernel): Tensor4D
  fromDenoised(denoised: Tensor4D, kernel: Kernel): Tensor4D
}

const epsOf = (denoised: Tensor4D, { x, alpha, sigma }: Kernel): Tensor4D => x.sub(denoised.mul(alpha)).div(sigma)

/**
 *     eps   = (x - alpha x0) / sigma
 *     score = -eps / sigma (Vincent 2011, doi:10.1162/NECO_a_00142)
 *     v     = alpha eps - sigma x0 (Salimans & Ho 2022, arXiv:2202.00512), so x0 = (alpha x - sigma v) / (alpha^2 + sigma^2),
 *             whether or not alpha^2 + sigma^2 = 1
 *     velocity = eps - x0, the dx/dt of x = (1 - t) x0 + t eps (Liu et al. 2023, arXiv:2209.03003), so
 *             x0 = (x - sigma velocity) / (alpha + sigma), whether or not alpha + sigma = 1
 */
export const PREDICTIONS: Record<'denoised' | 'eps' | 'score' | 'v' | 'velocity', Conversion> = {
  denoised: { toDenoised: (denoised) => denoised, fromDenoised: (denoised) => denoised },
  eps: {
    toDenoised: (eps, { x, alpha, sigma }) => x.sub(eps.mul(sigma)).div(alpha),
    fromDenoised: epsOf,
  },
  score: {
    toDenoised: (score, { x, alpha, sigma }) => x.add(score.mul(sigma.square())).div(alpha),
    fromDenoised: (denoised, kernel) => epsOf(denoised, kernel).div<Tensor4D>(kernel.sigma).neg(),
  },
  v: {
    toDenoised: (v, { x, alpha, sigma }) => x.mul(alpha).sub(v.mul(sigma)).div(alpha.square().add(sigma.square())),
    fromDenoised: (denoised, kernel) => epsOf(denoised, kernel).mul(kernel.alpha).sub(denoised.mul(kernel.sigma)),
  },
  velocity: {
    toDenoised: (velocity, { x, alpha, sigma }) => x.sub(velocity.mul(sigma)).div(alpha.add(sigma)),
    fromDenoised: (denoised, kernel) => epsOf(denoised, kernel).sub(denoised),
  },
}

export type Prediction = keyof typeof PREDICTIONS

/** `answer`, given as `from`, said as `to`. To be called inside `tf.tidy`. */
export const convert = (answer: Tensor4D, from: Prediction, to: Prediction, kernel: Kernel): Tensor4D =>
  from === to ? answer : PREDICTIONS[to].fromDenoised(PREDICTIONS[from].toDenoised(answer, kernel), kernel)
