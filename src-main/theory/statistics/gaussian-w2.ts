/** W2 of samples to a centred Gaussian of known eigenvalues, each direction by itself, with every sample's influence on it. */

export type GaussianW2 = { value: number; influence: Float64Array }

/**
 * `along` is n x d, the samples' coordinates in the law's eigenbasis about its mean. With v_k = mean of the squares,
 *
 *     W2^2 = sum_k (sqrt v_k - sqrt l_k)^2 - sum_k s_k^2/(4 v_k n),  s_k^2 the variance of the squares,
 *
 * the second sum being what chance adds to the first (delta method; 2 v_k^2/(4 v_k n) = v_k/(2n) of Gaussian samples). Sample i moves it by
 * sum_k (1 - sqrt(l_k/v_k)) (x_ik^2 - v_k), and W2 by that over 2 W2. 0 where chance alone exceeds the distance. Covariances
 * between directions are left out, as a sampler that is linear in this basis has none.
 */
export function gaussianW2(along: ArrayLike<number>, n: number, eigenvalues: ArrayLike<number>): GaussianW2 {
  const d = eigenvalues.length
  const second = new Float64Array(d)
  const fourth = new Float64Array(d)
  for (let i = 0; i < n; i++)
    for (let k = 0; k < d; k++) {
      const square = along[i * d + k] ** 2
      second[k] += square / n
      fourth[k] += square ** 2 / n
    }
  let square = 0
  for (let k = 0; k < d; k++) {
    square += (Math.sqrt(second[k]) - Math.sqrt(eigenvalues[k])) ** 2
    if (second[k] > 0) square -= (fourth[k] - second[k] ** 2) / (4 * second[k] * n)
  }
  const value = Math.sqrt(Math.max(0, square))
  const influence = new Float64Array(n)
  const pull = second.map((v, k) => (v > 0 ? 1 - Math.sqrt(eigenvalues[k] / v) : 0))
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < d; k++) influence[i] += pull[k] * (along[i * d + k] ** 2 - second[k])
    influence[i] = value > 0 ? influence[i] / (2 * value) : 0
  }
  return { value, influence }
}
