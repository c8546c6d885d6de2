/** The exact denoiser of a Gaussian, in its eigenbasis. */
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs'
import type { Tf } from '#compute/backend.ts'
import type { ExactSource } from './denoiser.ts'

export type GaussianLaw = {
  mean: Float32Array
  /** Eigenvalues of the covariance, at least 0. */
  variances: Float32Array
  /** Orthonormal eigenvectors as the columns of a d x d row-major matrix; absent where the covariance is diagonal. */
  eigenvectors?: Float32Array
}

/**
 * For x0 ~ N(m, U diag(l) U'):
 *
 *     denoised = m + U diag(l / (l + sigma^2)) U' (x - m)
 *
 * the posterior mean of a linear Gaussian model; log p_sigma(x) = -1/2 sum_k ((U' (x - m))_k^2 / (l_k + sigma^2) + log(l_k + sigma^2)).
 * A direction of variance 0 is answered by the mean at every sigma > 0.
 */
export function gaussianScore(tf: Tf, law: GaussianLaw): ExactSource {
  const size = law.mean.length
  const mean = tf.tensor1d(law.mean)
  const variances = tf.tensor2d(law.variances, [1, size])
  const basis = law.eigenvectors && tf.tensor2d(law.eigenvectors, [size, size])
  return {
    denoised: (x, sigma) =>
      tf.tidy(() => {
        const centred: Tensor2D = x.reshape<Tensor2D>([-1, size]).sub(mean)
        const noise = sigma.reshape([-1, 1]).square()
        const gain = variances.div(variances.add(noise))
        const along = basis ? tf.matMul(centred, basis) : centred
        const shrunk: Tensor2D = along.mul(gain)
        const back = basis ? tf.matMul(shrunk, basis, false, true) : shrunk
        return back.add<Tensor2D>(mean).reshape(x.shape)
      }),
    logDensity: (x, sigma) =>
      tf.tidy(() => {
        const centred: Tensor2D = x.reshape<Tensor2D>([-1, size]).sub(mean)
        const along = basis ? tf.matMul(centred, basis) : centred
        const noisy = variances.add(sigma.reshape([-1, 1]).square())
        return along.square().div(noisy).add(noisy.log()).sum<Tensor1D>(1).mul(-0.5)
      }),
    dispose: () => tf.dispose(basis ? [mean, variances, basis] : [mean, variances]),
  }
}
