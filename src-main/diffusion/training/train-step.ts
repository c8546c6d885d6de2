/** One step of training as a pure function of tensors: no random draw, no host value that changes, no wait for a result. */
import type * as tfjs from '@tensorflow/tfjs'
import type { Tf } from '#compute/backend.ts'
import { type ObjectiveName, sampleLosses } from '../objectives/objectives.ts'
import { optimiserStep, type StepOutputs, type StepRates } from './optimiser-step.ts'
import type { TrainingState } from './training-state.ts'

/** What one step reads: x0, z [B, H, W, C], sigma [B], and scalars. All of it comes in, so the step can be recorded as a graph. */
export type StepInputs = StepRates & { x0: tfjs.Tensor4D; z: tfjs.Tensor4D; sigma: tfjs.Tensor1D }
/** What stays the same over a run. */
export type StepOptions = { objective: ObjectiveName; sigmaData: number; clipNorm: number }

export type { StepOutputs }

/** Loss, gradient, clipping, Adam, moving average of a denoiser: see `optimiserStep`. */
export function trainStep(tf: Tf, state: TrainingState, inputs: StepInputs, options: StepOptions): StepOutputs {
  const { objective, sigmaData, clipNorm } = options
  const losses = () => sampleLosses(tf, objective, state.network.denoised, inputs, sigmaData)
  return optimiserStep(tf, state, { batch: inputs.sigma.shape[0], losses }, inputs, clipNorm)
}
