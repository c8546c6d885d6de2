/** What every training loop does around its step: ticks, checkpoints, cancelling, divergence. No files, no console. */
import { setImmediate as nextTurn } from 'node:timers/promises'
import type * as tfjs from '@tensorflow/tfjs'
import type { Tf } from '#compute/backend.ts'
import { ADAM, biasCorrection } from './adam.ts'
import type { StepRates } from './optimiser-step.ts'
import { emaDecayAt, type LearningRate, learningRateAt } from './rates.ts'

/** From step `from` to `steps`, a checkpoint every `checkpointEvery`. */
export type StepPlan = LearningRate & { batchSize: number; checkpointEvery: number; emaDecay: number; from: number }
/** Means since the last tick; the time that hooks took, such as a checkpoint's, is left out of its seconds and rate. */
export type StepTick = {
  /** Steps done since the start of the run. */
  step: number
  loss: number
  gradientNorm: number
  learningRate: number
  seconds: number
  imagesPerSecond: number
}
export type StepHooks<T = StepTick> = {
  /** After `tickMilliseconds` (default 500) at the earliest, and after the last step. */
  onTick?: (tick: T) => void
  /** After every step, and after its checkpoint where it has one. */
  onStep?: (done: number, loss: number) => void | Promise<void>
  /** Every `checkpointEvery` steps and at the end, however it came: the state is then that of `done` good steps. */
  onCheckpoint?: (done: number) => void | Promise<void>
  signal?: AbortSignal
  tickMilliseconds?: number
}
/** `done` steps since the start of the run are in the state. diverged: the next one gave a loss or gradient that is not finite. */
export type LoopResult = { outcome: 'finished' | 'cancelled' | 'diverged'; done: number }

/** Takes step `done` (from 0) and says how it went. */
export type TakeStep = (done: number) => { loss: number; gradientNorm: number }

export async function runSteps(plan: StepPlan, takeStep: TakeStep, hooks: StepHooks): Promise<LoopResult> {
  const tickMilliseconds = hooks.tickMilliseconds ?? 500
  let tickedAt = performance.now()
  let tickedStep = plan.from
  let savedStep = plan.from
  let lossSum = 0
  let normSum = 0

  function tick(done: number): void {
    const seconds = (performance.now() - tickedAt) / 1000
    const steps = done - tickedStep
    hooks.onTick?.({
      step: done,
      loss: lossSum / steps,
      gradientNorm: normSum / steps,
      learningRate: learningRateAt(plan, done),
      seconds,
      imagesPerSecond: (steps * plan.batchSize) / seconds,
    })
    tickedAt = performance.now()
    tickedStep = done
    lossSum = normSum = 0
  }
  async function end(outcome: LoopResult['outcome'], done: number): Promise<LoopResult> {
    if (done > tickedStep) tick(done)
    if (done > savedStep) await hooks.onCheckpoint?.(done)
    return { outcome, done }
  }

  for (let done = plan.from; done < plan.steps;) {
    await nextTurn()
    if (hooks.signal?.aborted) return end('cancelled', done)
    const { loss, gradientNorm } = takeStep(done)
    if (!Number.isFinite(loss) || !Number.isFinite(gradientNorm)) return end('diverged', done)
    done++
    lossSum += loss
    normSum += gradientNorm
    if (performance.now() - tickedAt >= tickMilliseconds) tick(done)
    const paused = performance.now()
    if (done % plan.checkpointEvery === 0 || done === plan.steps) {
      await hooks.onCheckpoint?.(done)
      savedStep = done
    }
    await hooks.onStep?.(done, loss)
    tickedAt += performance.now() - paused
  }
  return end('finished', Math.max(plan.from, plan.steps))
}

/** The scalars of step t = 1, 2, ... as tensors; the caller disposes them. */
export function stepRates(tf: Tf, plan: LearningRate & { emaDecay: number }, t: number): StepRates {
  return {
    learningRate: tf.scalar(learningRateAt(plan, t)),
    correction1: tf.scalar(biasCorrection(ADAM.beta1, t)),
    correction2: tf.scalar(biasCorrection(ADAM.beta2, t)),
    emaDecay: tf.scalar(emaDecayAt(plan.emaDecay, t)),
  }
}

/** Reads a step's scalars (and losses) and frees its tensors. */
export function readOutputs(
  tf: Tf,
  inputs: tfjs.NamedTensorMap,
  outputs: Record<'loss' | 'gradientNorm' | 'losses', tfjs.Tensor>,
) {
  const [[loss], [gradientNorm], losses] = [outputs.loss, outputs.gradientNorm, outputs.losses].map((t) => t.dataSync())
  tf.dispose({ ...inputs })
  tf.dispose({ ...outputs })
  return { loss, gradientNorm, losses: losses as Float32Array }
}
