/** The exact denoiser of a mixture of isotropic Gaussians. */
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs'
import type { Tf } from '#compute/backend.ts'
import type { ExactSource } from './denoiser.ts'

export type MixtureLaw = {
  /** One per component; they sum to 1. */
  weights: Float32Array
  /** Components x dimensions, row by row. */
  means: Float32Array
  /** Standard deviation of each component, in data units. */
  stds: Float32Array
}

/**
 * For x0 ~ sum_k w_k N(m_k, s_k^2 I) in d dimensions, v_k = s_k^2 + sigma^2:
 *
 *     log r_k  = log w_k - (d / 2) log v_k - |x - m_k|^2 / (2 v_k), r normalised over k
 *     denoised = sum_k r_k (m_k + (s_k^2 / v_k) (x - m_k)),   log p_sigma = logsumexp_k
 */
export function mixtureScore(tf: Tf, law: MixtureLaw): ExactSource {
  const components = law.weights.length
  const size = law.means.length / components
  const logWeights = tf.tidy(() => tf.tensor2d(law.weights, [1, components]).log())
  const means = tf.tensor2d(law.means, [components, size])
  const variances = tf.tidy(() => tf.tensor2d(law.stds, [1, components]).square())
  /** log w_k + log N(x; m_k, v_k I), less what is common to all k: [n, components]. */
  const terms = (flat: Tensor2D, noisy: Tensor2D): Tensor2D => {
    const distance = flat.expandDims(1).sub(means.expandDims(0)).square().sum(2)
    return logWeights.sub(noisy.log().mul(size / 2)).sub(distance.div(noisy.mul(2)))
  }
  const noisyAt = (sigma: Tensor1D): Tensor2D => variances.add(sigma.reshape([-1, 1]).square())
  return {
    denoised: (x, sigma) =>
      tf.tidy(() => {
        const flat = x.reshape<Tensor2D>([-1, size])
        const noisy = noisyAt(sigma)
        const logits = terms(flat, noisy)
        const responsibility = tf.softmax(logits)
        const gain = variances.div(noisy)
        const pull = responsibility.mul<Tensor2D>(tf.sub(1, gain))
        const fromMeans: Tensor2D = tf.matMul(pull, means)
        const keep = responsibility.mul(gain).sum(1, true)
        return flat.mul(keep).add(fromMeans).reshape(x.shape)
      }),
    logDensity: (x, sigma) =>
      tf.tidy(() =>
        terms(x.reshape<Tensor2D>([-1, size]), noisyAt(sigma))
          .logSumExp(1)
          .reshape<Tensor1D>([-1]),
      ),
    dispose: () => tf.dispose([logWeights, means, variances]),
  }
}
