/** Gradient, clipping, Adam and moving average for any loss, as one pure function of tensors. */
import type * as tfjs from '@tensorflow/tfjs'
import type { Tf } from '#compute/backend.ts'
import { adamUpdate, type AdamRates, clipByNorm } from './adam.ts'
import type { Trainable, TrainingState } from './training-state.ts'

/** Scalars that change from step to step. `emaDecay` is the share of the old moving average that is kept. */
export type StepRates = AdamRates & { emaDecay: tfjs.Scalar }
/** The loss of each of `batch` samples, [batch], as a function of the weights. */
export type BatchLoss = { batch: number; losses: () => tfjs.Tensor1D }
/** `losses` [B], one for each sample; their mean is what is minimised. `gradientNorm` before clipping. */
export type StepOutputs = { loss: tfjs.Scalar; gradientNorm: tfjs.Scalar; losses: tfjs.Tensor1D }

/**
 * One step down the mean of `losses`; the state's variables are assigned their next values. Where the loss or the
 * gradient's norm is not finite nothing changes: the state stays the last good one, whoever looks first.
 */
export function optimiserStep(
  tf: Tf,
  { network, m, v, ema }: TrainingState<Trainable>,
  batchLoss: BatchLoss,
  rates: StepRates,
  clipNorm: number,
): StepOutputs {
  return tf.tidy(() => {
    const variables = [...network.weights.values()]
    const { losses, gradient } = meanGradient(tf, batchLoss, variables)
    const loss = losses.mean() as tfjs.Scalar
    const gradientNorm = gradient.square().sum().sqrt() as tfjs.Scalar
    const clipped = clipByNorm(tf, gradient, gradientNorm, clipNorm)
    const old = { weights: flatten(tf, variables), m: m as tfjs.Tensor1D, v: v as tfjs.Tensor1D }
    const next = adamUpdate(old, clipped, rates)
    const nextEma = next.weights.add((ema as tfjs.Tensor1D).sub(next.weights).mul(rates.emaDecay)) as tfjs.Tensor1D

    // x - x is 0 for a finite x and NaN for any other.
    const sum = loss.add(gradientNorm)
    const good = sum.sub(sum).equal(0)
    const keep = (fresh: tfjs.Tensor1D, before: tfjs.Tensor1D) => tf.where(good, fresh, before) as tfjs.Tensor1D
    assignFlat(tf, variables, keep(next.weights, old.weights))
    m.assign(keep(next.m, old.m))
    v.assign(keep(next.v, old.v))
    ema.assign(keep(nextEma, ema as tfjs.Tensor1D))
    return { loss, gradientNorm, losses }
  })
}

/** Losses [B] and the gradient of their mean, [P]. The mean enters as dy = 1/B, so that the losses themselves come out too. */
function meanGradient(tf: Tf, { batch, losses }: BatchLoss, variables: tfjs.Variable[]) {
  const dy = tf.ones([batch]).div(batch) as tfjs.Tensor1D
  const { value, grads } = tf.engine().gradients(losses, variables, dy)
  return { losses: value, gradient: flatten(tf, grads) }
}

/** Tensors of any shapes end to end, as one vector. */
export const flatten = (tf: Tf, tensors: readonly tfjs.Tensor[]): tfjs.Tensor1D =>
  tf.concat(tensors.map((tensor) => tensor.flatten()))

/** The inverse of `flatten`, into variables. */
export function assignFlat(tf: Tf, variables: readonly tfjs.Variable[], flat: tfjs.Tensor1D): void {
  const pieces = tf.split(
    flat,
    variables.map(({ size }) => size),
  )
  variables.forEach((variable, i) => variable.assign(pieces[i].reshape(variable.shape)))
}
