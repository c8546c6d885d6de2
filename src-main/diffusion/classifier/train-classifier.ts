/** Trains a classifier: cross-entropy on moved images, Adam with a cosine, moving average. A resumed run is exact. */
import type * as tfjs from '@tensorflow/tfjs'
import type { Tf } from '#compute/backend.ts'
import { Refusal } from '#contract/refusal.ts'
import { type Dataset, fillImages, isUnbounded } from '#datasets/dataset.ts'
import { permutation, STREAMS } from '#theory/noise/philox.ts'
import { optimiserStep } from '../training/optimiser-step.ts'
import { type LoopResult, readOutputs, runSteps, type StepHooks, type StepPlan, stepRates } from '../training/steps.ts'
import type { TrainingState } from '../training/training-state.ts'
import { moveImage } from './augment.ts'
import type { Classifier } from './classifier.ts'

export type ClassifierConfig = { epochs: number; batchSize: number; learningRate: number; seed: number }

const CLIP_NORM = 1
const WARM_UP_EPOCHS = 0.25

/** The plan that `config` stands for on `count` images: what the loop runs, and what a card records. */
export function classifierPlan({ epochs, batchSize, learningRate }: ClassifierConfig, count: number): StepPlan {
  const stepsPerEpoch = count / batchSize
  const steps = Math.max(1, Math.round(epochs * stepsPerEpoch))
  return {
    steps,
    batchSize,
    learningRate,
    learningRateSchedule: 'cosine',
    warmUp: Math.min(Math.round(WARM_UP_EPOCHS * stepsPerEpoch), Math.floor(steps / 4)),
    checkpointEvery: Math.max(1, Math.round(stepsPerEpoch)),
    // Averages over about half an epoch.
    emaDecay: Math.min(0.999, 1 - 2 / Math.max(4, stepsPerEpoch)),
    from: 0,
  }
}

/** Trains `state` on `dataset` from step `from` (0, or that of the checkpoint in `state`) to the end of the last epoch. */
export async function trainClassifier(
  tf: Tf,
  state: TrainingState<Classifier>,
  dataset: Dataset,
  config: ClassifierConfig,
  hooks: StepHooks = {},
  from = 0,
): Promise<LoopResult> {
  checkFit(dataset, state.network)
  const plan = { ...classifierPlan(config, dataset.count), from }
  const nextBatch = classifierBatches(dataset, state.network, config)
  return runSteps(
    plan,
    (done) => {
      const { images, labels } = nextBatch(done)
      const inputs = { ...images(tf), ...stepRates(tf, plan, done + 1) }
      const losses = () => crossEntropies(tf, state.network.run(inputs.x).logits, inputs.target)
      const outputs = optimiserStep(tf, state, { batch: labels.length, losses }, inputs, CLIP_NORM)
      return readOutputs(tf, inputs, outputs)
    },
    hooks,
  )
}

/** -ln p(label) of each sample, [B]; target is one-hot, [B, classes]. */
const crossEntropies = (tf: Tf, logits: tfjs.Tensor2D, target: tfjs.Tensor2D): tfjs.Tensor1D =>
  tf.logSoftmax(logits).mul(target).sum(1).neg() as tfjs.Tensor1D

/** `(step) -> batch`, from the step's number alone: order by epoch, movement by position in the run. */
function classifierBatches(dataset: Dataset, { shape, classes }: Classifier, { batchSize, seed }: ClassifierConfig) {
  const size = shape.height * shape.width * shape.channels
  const imageAt = (images: Float32Array, i: number) => images.subarray(i * size, (i + 1) * size)
  const still = new Float32Array(batchSize * size)
  const moved = new Float32Array(batchSize * size)
  const indices = new Uint32Array(batchSize)
  let epoch = -1
  let order: Uint32Array = new Uint32Array(0)

  return (step: number) => {
    const first = step * batchSize
    for (let i = 0; i < batchSize; i++) {
      const wanted = Math.floor((first + i) / dataset.count)
      if (wanted !== epoch) {
        epoch = wanted
        order = permutation({ seed, stream: STREAMS.order, sample: epoch, step: 0 }, dataset.count)
      }
      indices[i] = order[(first + i) % dataset.count]
    }
    fillImages(dataset, indices, [0, 1], still)
    for (let i = 0; i < batchSize; i++) moveImage(imageAt(still, i), imageAt(moved, i), shape, 0, seed, first + i)
    const labels = Int32Array.from(indices, (index) => dataset.labels![index])
    const images = (tf: Tf) => ({
      x: tf.tensor4d(moved, [batchSize, shape.height, shape.width, shape.channels]),
      target: tf.tidy(() => tf.oneHot(tf.tensor1d(labels, 'int32'), classes.length).toFloat() as tfjs.Tensor2D),
    })
    return { images, labels }
  }
}

function checkFit(dataset: Dataset, { shape, classes }: Classifier): void {
  if (!dataset.labels)
    throw new Refusal(`${dataset.name} has no classes, so no classifier can learn them.`, { field: 'dataset' })
  if (isUnbounded(dataset))
    throw new Refusal(`${dataset.name} holds points, not images: a classifier needs pixels.`, { field: 'dataset' })
  const fits = dataset.height === shape.height && dataset.width === shape.width && dataset.channels === shape.channels
  if (!fits || dataset.classes.length !== classes.length)
    throw new Refusal(
      `${dataset.name} has ${dataset.classes.length} classes of ${dataset.height} x ${dataset.width} x ${dataset.channels} images, the classifier ${classes.length} of ${shape.height} x ${shape.width} x ${shape.channels}.`,
      { field: 'dataset' },
    )
}
