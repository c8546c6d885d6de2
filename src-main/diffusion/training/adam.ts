/** Adam, gradient clipping and the moving average of weights, on all weights of a network as one vector. */
import type * as tfjs from '@tensorflow/tfjs'
import type { Tf } from '#compute/backend.ts'

export type AdamOptions = { beta1: number; beta2: number; epsilon: number }
export const ADAM: AdamOptions = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 }

/** Vectors of [P], P the number of parameters. */
export type AdamState = { weights: tfjs.Tensor1D; m: tfjs.Tensor1D; v: tfjs.Tensor1D }
/** Scalars that change from step to step, as tensors, so that a recorded step takes them as inputs. */
export type AdamRates = {
  learningRate: tfjs.Scalar
  /** 1/(1 - beta^t), t from 1. */
  correction1: tfjs.Scalar
  correction2: tfjs.Scalar
}

/**
 * m' = b1 m + (1 - b1) g; v' = b2 v + (1 - b2) g^2; w' = w - lr (m' c1)/(sqrt(v' c2) + eps), c = 1/(1 - b^t).
 * Kingma & Ba 2015, arXiv:1412.6980, algorithm 1.
 */
export function adamUpdate(
  { weights, m, v }: AdamState,
  gradient: tfjs.Tensor1D,
  { learningRate, correction1, correction2 }: AdamRates,
  { beta1, beta2, epsilon }: AdamOptions = ADAM,
): AdamState {
  const mNext = m.mul(beta1).add(gradient.mul(1 - beta1)) as tfjs.Tensor1D
  const vNext = v.mul(beta2).add(gradient.square().mul(1 - beta2)) as tfjs.Tensor1D
  const rate = learningRate.mul(correction1)
  const step = mNext.mul(rate).div(vNext.mul(correction2).sqrt().add(epsilon))
  return { weights: weights.sub(step) as tfjs.Tensor1D, m: mNext, v: vNext }
}

/** The gradient scaled down so that its Euclidean norm is at most `limit`. Pascanu et al. 2013, arXiv:1211.5063. */
export function clipByNorm(tf: Tf, gradient: tfjs.Tensor1D, norm: tfjs.Scalar, limit: number): tfjs.Tensor1D {
  return gradient.mul(tf.scalar(limit).div(tf.maximum(norm, limit))) as tfjs.Tensor1D
}

/** 1/(1 - beta^t) of step t = 1, 2, ... */
export const biasCorrection = (beta: number, t: number): number => 1 / (1 - beta ** t)
