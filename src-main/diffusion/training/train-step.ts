/** One step of training as a pure function of tensors: no random draw, no host value that changes, no wait for a result. */
import type * as tfjs from '@tensorflow/tfjs'
import type { Tf } from '#compute/backend.ts'
import { type ObjectiveName, sampleLosses } from '../objectives/objectives.ts'
import { adamUpdate, type AdamRates, clipByNorm } from './adam.ts'
import type { TrainingState } from './training-state.ts'

/** What one step reads: x0, z [B, H, W, C], sigma [B], and scalars. All of it comes in, so the step can be recorded as a graph. */
export type StepInputs = AdamRates & {
  x0: tfjs.Tensor4D
  z: tfjs.Tensor4D
  sigma: tfjs.Tensor1D
  /** Share of the old moving average that is kept. */
  emaDecay: tfjs.Scalar
}
/** What stays the same over a run. */
export type StepOptions = { objective: ObjectiveName; sigmaData: number; clipNorm: number }

/** `losses` [B], one for each sample; their mean is what is minimised. `gradientNorm` before clipping. */
export type StepOutputs = { loss: tfjs.Scalar; gradientNorm: tfjs.Scalar; losses: tfjs.Tensor1D }

/**
 * Loss, gradient, clipping, Adam, moving average; the state's variables are assigned their next values. Where the loss or
 * the gradient's norm is not finite nothing changes: the state stays the last good one, whoever looks first.
 */
export function trainStep(tf: Tf, state: TrainingState, inputs: StepInputs, options: StepOptions): StepOutputs {
  return tf.tidy(() => {
    const { network, m, v, ema } = state
    const variables = [...network.weights.values()]
    const batch = inputs.sigma.shape[0]
    // The mean's gradient, given as the weight of each sample's loss, so that the losses themselves come out too.
    const { value: losses, grads } = tf
      .engine()
      .gradients(
        () => sampleLosses(tf, options.objective, network.denoised, inputs, options.sigmaData),
        variables,
        tf.ones([batch]).div(batch),
      )
    const loss = losses.mean() as tfjs.Scalar
    const gradient = flatten(tf, grads)
    const gradientNorm = gradient.square().sum().sqrt() as tfjs.Scalar
    const clipped = clipByNorm(tf, gradient, gradientNorm, options.clipNorm)
    const old = { weights: flatten(tf, variables), m: m as tfjs.Tensor1D, v: v as tfjs.Tensor1D }
    const next = adamUpdate(old, clipped, inputs)
    const nextEma = next.weights.add((ema as tfjs.Tensor1D).sub(next.weights).mul(inputs.emaDecay)) as tfjs.Tensor1D

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
