/** Trains a score network: batches in, steps, ticks and checkpoints out. A resumed run is exact. */
import type { Tf } from '#compute/backend.ts'
import type { Camel } from '#contract/casing.ts'
import type { objectiveSpec, trainingSpec } from '#contract/network.ts'
import { Refusal } from '#contract/refusal.ts'
import type { Dataset } from '#datasets/dataset.ts'
import { startAllocation } from '#theory/effort/infonoise.ts'
import type { CorruptionPath } from '#theory/corruptions/path.ts'
import type { z } from 'zod'
import { openCorruption } from '../corruptions/corruption.ts'
import { OBJECTIVES } from '../objectives/objectives.ts'
import { type Batch, batches } from './batches.ts'
import { measuredNoise } from './infonoise.ts'
import { type LossBin, LossBins, sigmaBinEdges, timeBinEdges } from './loss-bins.ts'
import { type LoopResult, readOutputs, runSteps, type StepHooks, stepRates, type StepTick } from './steps.ts'
import { type StepInputs, type StepOptions, type StepOutputs, trainStep } from './train-step.ts'
import type { TrainingState } from './training-state.ts'

export type LoopConfig = Omit<Camel<z.output<typeof trainingSpec>>, 'previewEvery'> & {
  objective: Camel<z.output<typeof objectiveSpec>>
  seed: number
  /** The corruption that is trained under and its levels, each alike, in the place of the objective's noise. */
  path?: CorruptionPath
}
/** `bins`: the loss by sigma, or by t along a path. */
export type Tick = StepTick & { binnedBy: 'sigma' | 't'; bins: LossBin[] }
export type LoopHooks = StepHooks<Tick> & {
  /** Another way to run the same step, such as a recorded graph. */
  step?: Step
}
/** Runs one step on the state it was made for. The outputs are the caller's to dispose. */
export type Step = (inputs: StepInputs) => StepOutputs

/** Trains `state` on `dataset` from step `from` (0, or that of the checkpoint in `state`) to `config.steps`. */
export async function train(
  tf: Tf,
  state: TrainingState,
  dataset: Dataset,
  config: LoopConfig,
  hooks: LoopHooks = {},
  from = 0,
): Promise<LoopResult> {
  checkFit(dataset, state, config)
  const { noise, name } = config.objective
  const levels = config.path?.levels
  const { slices } = OBJECTIVES[name]
  const measured = levels ? null : measuredBy(state, config)
  const { dataRange } = state.network
  const nextBatch = batches({ dataset, dataRange, noise, levels, slices, ...config, draw: measured?.draw })
  const step = hooks.step ?? eagerStep(tf, state, stepOptions(state, config))
  const binnedBy = levels ? 't' : 'sigma'
  const bins = new LossBins(levels ? timeBinEdges() : sigmaBinEdges(noise))

  return runSteps(
    { ...config, from },
    (done) => {
      const batch = nextBatch(done)
      const inputs = stepInputs(tf, batch, state, config, done + 1)
      const { losses, ...means } = readOutputs(tf, inputs, step(inputs))
      if (Number.isFinite(means.loss)) {
        bins.add(losses, batch[binnedBy]!)
        measured?.learn(batch.sigma, losses, done + 1)
      }
      return means
    },
    { ...hooks, onTick: (tick) => hooks.onTick?.({ ...tick, binnedBy, bins: bins.take() }) },
  )
}

/** The law that measures, going on from what is in the state. */
function measuredBy(state: TrainingState, { objective }: LoopConfig) {
  const { name, noise } = objective
  if (noise.name !== 'infonoise') return null
  state.allocation ??= startAllocation()
  return measuredNoise(noise, state.allocation, { name, sigmaData: sigmaDataOf(state) })
}

const sigmaDataOf = ({ network: { spec } }: TrainingState) => ('sigmaData' in spec ? spec.sigmaData : 0.5)

export function stepOptions(state: TrainingState, { objective, clipNorm, path }: LoopConfig): StepOptions {
  const { name, noise: _, ...options } = objective
  return {
    ...options,
    objective: name,
    sigmaData: sigmaDataOf(state),
    clipNorm,
    ...(path && { corruption: path.corruption }),
  }
}

/** The step as ordinary tensor operations. The constants of a corruption live as long as the process. */
export function eagerStep(tf: Tf, state: TrainingState, options: StepOptions): Step {
  const open = options.corruption && openCorruption(tf, options.corruption, state.network.shape)
  return (inputs) => trainStep(tf, state, inputs, options, open?.corrupt)
}

/** Everything of step t as tensors; the caller disposes them. */
export function stepInputs(
  tf: Tf,
  { x0, z, sigma, v, t: times, level }: Batch,
  state: TrainingState,
  config: LoopConfig,
  t: number,
): StepInputs {
  const { height, width, channels } = state.network.shape
  const shape: [number, number, number, number] = [sigma.length, height, width, channels]
  return {
    x0: tf.tensor4d(x0, shape),
    z: tf.tensor4d(z, shape),
    sigma: tf.tensor1d(sigma),
    ...(v && { v: tf.tensor4d(v, shape) }),
    ...(times && { t: tf.tensor1d(times) }),
    ...(level && { level: tf.tensor1d(level) }),
    ...stepRates(tf, config, t),
  }
}

function checkFit(dataset: Dataset, { network }: TrainingState, { steps, batchSize }: LoopConfig): void {
  const { height, width, channels } = network.shape
  if (dataset.height !== height || dataset.width !== width || dataset.channels !== channels)
    throw new Refusal(
      `${dataset.name} has images of ${dataset.height} x ${dataset.width} x ${dataset.channels}, the network takes ${height} x ${width} x ${channels}.`,
      { field: 'dataset' },
    )
  if (steps * batchSize > 2 ** 32)
    throw new Refusal(`steps x batch_size must not pass 2^32 = 4294967296, got ${steps * batchSize}.`, {
      field: 'steps',
    })
}
