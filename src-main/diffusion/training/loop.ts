/** The training loop: batches in, steps, ticks and checkpoints out. No files, no console; a resumed run is exact. */
import type * as tfjs from '@tensorflow/tfjs'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Tf } from '#compute/backend.ts'
import type { Camel } from '#contract/casing.ts'
import type { objectiveSpec, trainingSpec } from '#contract/network.ts'
import { Refusal } from '#contract/refusal.ts'
import type { Dataset } from '#datasets/dataset.ts'
import type { z } from 'zod'
import { ADAM, biasCorrection } from './adam.ts'
import { type Batch, batches } from './batches.ts'
import { emaDecayAt, learningRateAt } from './rates.ts'
import { type Tick, TickCollector } from './tick.ts'
import { type StepInputs, type StepOptions, type StepOutputs, trainStep } from './train-step.ts'
import type { TrainingState } from './training-state.ts'

export type LoopConfig = Omit<Camel<z.output<typeof trainingSpec>>, 'previewEvery'> & {
  objective: Camel<z.output<typeof objectiveSpec>>
  seed: number
}
export type LoopHooks = {
  /** After `tickMilliseconds` (default 500) at the earliest, and after the last step. */
  onTick?: (tick: Tick & { learningRate: number; seconds: number; imagesPerSecond: number }) => void
  /** After every step. */
  onStep?: (done: number, loss: number) => void | Promise<void>
  /** Every `checkpointEvery` steps and at the end, however it came: the state is then that of `done` good steps. */
  onCheckpoint?: (done: number) => void | Promise<void>
  signal?: AbortSignal
  tickMilliseconds?: number
  /** Another way to run the same step, such as a recorded graph. */
  step?: Step
}
/** Runs one step on the state it was made for. The outputs are the caller's to dispose. */
export type Step = (inputs: StepInputs) => StepOutputs

/** `done` steps since the start of the run are in the state. diverged: the next one gave a loss or gradient that is not finite. */
export type LoopResult = { outcome: 'finished' | 'cancelled' | 'diverged'; done: number }

/** Trains `state` on `dataset` from step `from` (0, or that of the checkpoint in `state`) to `config.steps`. */
export async function train(
  tf: Tf,
  state: TrainingState,
  dataset: Dataset,
  config: LoopConfig,
  hooks: LoopHooks = {},
  from = 0,
): Promise<LoopResult> {
  const { network } = state
  checkFit(dataset, state, config)
  const nextBatch = batches({ dataset, dataRange: network.dataRange, noise: config.objective.noise, ...config })
  const step = hooks.step ?? eagerStep(tf, state, stepOptions(state, config))
  const collector = new TickCollector(config.objective.noise)
  const tickMilliseconds = hooks.tickMilliseconds ?? 500
  let tickedAt = performance.now()
  let tickedStep = from
  let savedStep = from

  function tick(done: number): void {
    const seconds = (performance.now() - tickedAt) / 1000
    const imagesPerSecond = ((done - tickedStep) * config.batchSize) / seconds
    hooks.onTick?.({ ...collector.take(done), learningRate: learningRateAt(config, done), seconds, imagesPerSecond })
    tickedAt = performance.now()
    tickedStep = done
  }
  async function end(outcome: LoopResult['outcome'], done: number): Promise<LoopResult> {
    if (done > tickedStep) tick(done)
    if (done > savedStep) await hooks.onCheckpoint?.(done)
    return { outcome, done }
  }

  for (let done = from; done < config.steps;) {
    await nextTurn()
    if (hooks.signal?.aborted) return end('cancelled', done)
    const batch = nextBatch(done)
    const { loss, gradientNorm, losses } = runStep(tf, step, batch, state, config, done + 1)
    if (!Number.isFinite(loss) || !Number.isFinite(gradientNorm)) return end('diverged', done)
    done++
    collector.add(loss, gradientNorm, losses, batch.sigma)
    if (performance.now() - tickedAt >= tickMilliseconds) tick(done)
    await hooks.onStep?.(done, loss)
    if (done % config.checkpointEvery === 0 && done < config.steps) {
      await hooks.onCheckpoint?.(done)
      savedStep = done
    }
  }
  return end('finished', Math.max(from, config.steps))
}

export function stepOptions({ network }: TrainingState, { objective, clipNorm }: LoopConfig): StepOptions {
  const sigmaData = 'sigmaData' in network.spec ? network.spec.sigmaData : 0.5
  return { objective: objective.name, sigmaData, clipNorm }
}

/** The step as ordinary tensor operations. */
export const eagerStep =
  (tf: Tf, state: TrainingState, options: StepOptions): Step =>
  (inputs) =>
    trainStep(tf, state, inputs, options)

/** Everything of step t as tensors; the caller disposes them. */
export function stepInputs(
  tf: Tf,
  { x0, z, sigma }: Batch,
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
    learningRate: tf.scalar(learningRateAt(config, t)),
    correction1: tf.scalar(biasCorrection(ADAM.beta1, t)),
    correction2: tf.scalar(biasCorrection(ADAM.beta2, t)),
    emaDecay: tf.scalar(emaDecayAt(config.emaDecay, t)),
  }
}

const read = (tensor: tfjs.Tensor) => tensor.dataSync() as Float32Array

function runStep(tf: Tf, step: Step, batch: Batch, state: TrainingState, config: LoopConfig, t: number) {
  const inputs = stepInputs(tf, batch, state, config, t)
  const outputs = step(inputs)
  const result = {
    loss: read(outputs.loss)[0],
    gradientNorm: read(outputs.gradientNorm)[0],
    losses: read(outputs.losses),
  }
  tf.dispose([inputs as never, outputs as never])
  return result
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
