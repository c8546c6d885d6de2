/** Score matching without a known answer: the exact trace of the score's Jacobian, or slices of it. For points rather than images. */
import type * as tfjs from '@tensorflow/tfjs'
import type { Tf } from '#compute/backend.ts'
import type { Projection } from '#contract/network.ts'
import type { Denoiser } from '../scores/denoiser.ts'

type Noisy = { x: tfjs.Tensor4D; sigma: tfjs.Tensor1D }

const PIXELS = [1, 2, 3]
const column = (sigma: tfjs.Tensor1D) => sigma.reshape([-1, 1, 1, 1])

/** s(x) = (denoised - x)/sigma^2, of the shape of x. */
const scoreOf = (denoised: Denoiser, sigma: tfjs.Tensor1D) => (x: tfjs.Tensor4D) =>
  denoised(x, sigma).sub(x).div(column(sigma).square()) as tfjs.Tensor4D

/** sigma^2 (trace + |s|^2/2) for each sample, [B]. */
const implicit = (trace: tfjs.Tensor, score: tfjs.Tensor4D, sigma: tfjs.Tensor1D) =>
  sigma.square().mul(trace.add(score.square().sum(PIXELS).div(2))) as tfjs.Tensor1D

/**
 * sigma^2 (tr grad s(x) + |s(x)|^2/2), [B], s the score of the data blurred by sigma. Its mean over x is that of denoising score
 * matching less d/2, so both have one minimiser. One backward pass for each of the d numbers of a point.
 * Hyvarinen 2005, "Estimation of non-normalized statistical models by score matching", eq. 4, with lambda = sigma^2.
 */
export function scoreMatching(tf: Tf, denoised: Denoiser, { x, sigma }: Noisy): tfjs.Tensor1D {
  const score = scoreOf(denoised, sigma)
  const size = x.shape[1] * x.shape[2] * x.shape[3]
  const one = (i: number) =>
    tf
      .oneHot(tf.tensor1d([i], 'int32'), size)
      .toFloat()
      .reshape([1, ...x.shape.slice(1)])
  const traces = Array.from({ length: size }, (_, i) => slice(tf, score, x, one(i)))
  return implicit(tf.addN(traces), score(x), sigma)
}

/**
 * sigma^2 (v^T grad s(x) v + |s(x)|^2/2), [B], with one direction v [B, H, W, C] of standard normals a point; `projection`
 * says what becomes of its length. normal: nothing, unbiased; unit: v/|v|, so that the trace counts 1/d of what the norm counts and the
 * minimiser is another one (as in the NCSN report's code); unit-scaled: sqrt(d) v/|v|, unbiased again. Song et al. 2019, "Sliced score matching", arXiv:1905.07088, eq. 8 (its variance-reduced form).
 */
export function slicedScoreMatching(
  tf: Tf,
  denoised: Denoiser,
  { x, sigma, v }: Noisy & { v: tfjs.Tensor4D },
  projection: Projection,
): tfjs.Tensor1D {
  const score = scoreOf(denoised, sigma)
  return implicit(slice(tf, score, x, direction(v, projection)), score(x), sigma)
}

function direction(v: tfjs.Tensor4D, projection: Projection): tfjs.Tensor4D {
  if (projection === 'normal') return v
  const unit = v.div(v.square().sum(PIXELS, true).sqrt()) as tfjs.Tensor4D
  return projection === 'unit' ? unit : unit.mul(Math.sqrt(v.size / v.shape[0]))
}

/** v^T grad s(x) v for each sample, [B]: the gradient of v . s(x), along v. Can itself be differentiated. */
function slice(tf: Tf, score: (x: tfjs.Tensor4D) => tfjs.Tensor4D, x: tfjs.Tensor4D, v: tfjs.Tensor) {
  const gradient = tf.grad((at) =>
    score(at as tfjs.Tensor4D)
      .mul(v)
      .sum(),
  )(x)
  return gradient.mul(v).sum(PIXELS)
}
