/** One step of training as a pure function of tensors: no random draw, no host value that changes, no wait for a result. */
import type * as tfjs from '@tensorflow/tfjs'
import type { Tf } from '#compute/backend.ts'
import type { Corruption } from '#contract/corruption.ts'
import type { Corrupt } from '../corruptions/corruption.ts'
import { type ObjectiveName, type ObjectiveOptions, sampleLosses } from '../objectives/objectives.ts'
import { optimiserStep, type StepOutputs, type StepRates } from './optimiser-step.ts'
import type { TrainingState } from './training-state.ts'

/**
 * What one step reads: x0, z [B, H, W, C], sigma [B], directions v like z where the objective slices, time t and level of the
 * corruption [B] where there is one, and scalars. All of it comes in, so the step can be recorded as a graph.
 */
export type StepInputs = StepRates & {
  x0: tfjs.Tensor4D
  z: tfjs.Tensor4D
  sigma: tfjs.Tensor1D
  v?: tfjs.Tensor4D
  t?: tfjs.Tensor1D
  level?: tfjs.Tensor1D
}
/** What stays the same over a run. */
export type StepOptions = ObjectiveOptions & { objective: ObjectiveName; clipNorm: number; corruption?: Corruption }

export type { StepOutputs }

/** Loss, gradient, clipping, Adam, moving average of a denoiser: see `optimiserStep`. `corrupt` is that of `options`, opened. */
export function trainStep(
  tf: Tf,
  state: TrainingState,
  inputs: StepInputs,
  options: StepOptions,
  corrupt?: Corrupt,
): StepOutputs {
  const { objective, clipNorm } = options
  const { level } = inputs
  const drawn = corrupt && level ? { ...inputs, corrupt: (x: tfjs.Tensor4D) => corrupt(x, level) } : inputs
  const losses = () => sampleLosses(tf, objective, state.network.denoised, drawn, options)
  return optimiserStep(tf, state, { batch: inputs.sigma.shape[0], losses }, inputs, clipNorm)
}
