/**
 * Isotropic Gaussian mixtures in a few dimensions: the law of x = x_0 + sigma z is again one, so density, score and denoiser are
 * exact at every sigma. A mixture of standard deviations 0 is an empirical distribution, and its denoiser the softmax over points.
 */

import { Refusal } from '#contract/refusal.ts'

export type PointMixture = {
  /** Positive, of any scale. */
  weights: readonly number[]
  /** One point per component. */
  means: readonly (readonly number[])[]
  /** Standard deviation of each component, the same in every direction. */
  stds: readonly number[]
}

export type MixtureAnswer = {
  /** ln p_sigma(x). */
  logDensity: number
  /** grad ln p_sigma(x) = (denoised - x)/sigma^2. */
  score: Float64Array
  /** E[x_0 | x]. */
  denoised: Float64Array
  /** Probability of each component given x. */
  posterior: Float64Array
}

const refuse = (field: string, message: string) => new Refusal(message, { field })

/** Answers at (x, sigma) for a checked mixture. Component k is seen as N(mean_k, std_k^2 + sigma^2). */
export function pointMixture({
  weights,
  means,
  stds,
}: PointMixture): (x: ArrayLike<number>, sigma: number) => MixtureAnswer {
  const n = weights.length
  const dim = means[0]?.length ?? 0
  if (n === 0 || means.length !== n || stds.length !== n)
    throw refuse(
      'weights',
      `A mixture needs as many weights as means and stds; got ${n}, ${means.length} and ${stds.length}.`,
    )
  if (!weights.every((w) => w > 0 && w < Infinity)) throw refuse('weights', 'Every weight must be finite and above 0.')
  if (!stds.every((std) => std >= 0 && std < Infinity)) throw refuse('stds', 'Every std must be finite and at least 0.')
  if (dim === 0 || !means.every((mean) => mean.length === dim && mean.every(Number.isFinite)))
    throw refuse('means', 'Every mean must be a point of finite numbers, all of one dimension.')
  const logTotal = Math.log(weights.reduce((sum, w) => sum + w, 0))
  const logWeights = weights.map((w) => Math.log(w) - logTotal)

  return (x, sigma) => {
    const variances = stds.map((std) => std * std + sigma * sigma)
    if (x.length !== dim) throw refuse('x', `x has ${x.length} coordinates; the mixture lives in ${dim}.`)
    if (!variances.every((v) => v > 0 && v < Infinity))
      throw refuse('sigma', `sigma = ${sigma} leaves a component without a density.`)
    const logs = logWeights.map((logWeight, k) => {
      let square = 0
      for (let i = 0; i < dim; i++) square += (x[i] - means[k][i]) ** 2
      return logWeight - square / (2 * variances[k]) - (dim / 2) * Math.log(2 * Math.PI * variances[k])
    })
    const top = Math.max(...logs)
    const posterior = Float64Array.from(logs, (log) => Math.exp(log - top))
    const total = posterior.reduce((sum, p) => sum + p, 0)
    const score = new Float64Array(dim)
    const denoised = new Float64Array(dim)
    for (let k = 0; k < n; k++) {
      posterior[k] /= total
      // E[x_0 | x, k] lies between the mean and x; written so that no 1/sigma^2 has to cancel.
      const toX = (stds[k] * stds[k]) / variances[k]
      for (let i = 0; i < dim; i++) {
        score[i] += (posterior[k] * (means[k][i] - x[i])) / variances[k]
        denoised[i] += posterior[k] * (toX * x[i] + (1 - toX) * means[k][i])
      }
    }
    return { logDensity: top + Math.log(total), score, denoised, posterior }
  }
}
