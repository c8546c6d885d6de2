/** Trains the classifier that judges samples, and says how well it knows images that it has not seen. */
import { toCamel } from '#contract/casing.ts'
import type { Job } from '#contract/engine.ts'
import { Refusal } from '#contract/refusal.ts'
import type { ConfigOf } from '#contract/run-config.ts'
import { buildClassifier } from '#diffusion/classifier/classifier.ts'
import { evaluateClassifier } from '#diffusion/classifier/evaluate-classifier.ts'
import { classifierPlan, trainClassifier } from '#diffusion/classifier/train-classifier.ts'
import { exportTraining, importTraining, importWeights, startTraining } from '#diffusion/training/training-state.ts'
import { encodeClassifier, readClassifierFile } from '../classifier-file.ts'
import type { JobPort } from '../job-port.ts'
import { executionNotes, newestCheckpoint, saveCheckpoint, warnOfChanges } from './checkpoints.ts'
import { openJobDataset } from './open-job-dataset.ts'
import { describeEnvironment, EAGER, openJobCompute } from './open-job.ts'

export async function trainClassifierJob(job: Job, port: JobPort): Promise<'finished' | 'stopped'> {
  const config = toCamel(job.config) as ConfigOf<'train-classifier'>
  const compute = await openJobCompute(port)
  const { tf } = compute
  const environment = describeEnvironment(compute, EAGER)
  port.environment(environment)
  const dataset = await openJobDataset(job, config.dataset, port)
  const { height, width, channels, classes } = dataset
  const classifier = buildClassifier(tf, { height, width, channels }, classes, config.seed)
  const state = startTraining(tf, classifier)
  const checkpoint = job.resume ? newestCheckpoint(job) : null
  const saved = checkpoint && readClassifierFile(checkpoint.file)
  if (saved) {
    importTraining(tf, state, saved.tensors)
    warnOfChanges(saved.notes, environment, port)
  }
  const { steps, batchSize } = classifierPlan(config, dataset.count)
  port.log(`${classifier.parameterCount} parameters, ${steps} steps, from step ${checkpoint?.step ?? 0}`)

  const hooks = {
    signal: port.signal,
    onTick({ step, loss, gradientNorm, learningRate, imagesPerSecond }: ClassifierTick) {
      const secondsPerStep = batchSize / imagesPerSecond
      const progress = { step, steps, secondsPerStep, secondsLeft: secondsPerStep * (steps - step) }
      port.tick(progress, { loss, gradient_norm: gradientNorm, learning_rate: learningRate })
    },
    onCheckpoint(step: number) {
      const notes = { step: String(step), ...executionNotes(environment) }
      saveCheckpoint(job, step, encodeClassifier(classifier, { tensors: exportTraining(state), notes }), port)
    },
  }
  const { outcome, done } = await trainClassifier(tf, state, dataset, config, hooks, checkpoint?.step ?? 0)
  if (outcome === 'diverged')
    throw new Refusal(`The loss is not finite at step ${done + 1}. Lower learning_rate; step ${done} is kept.`, {
      field: 'learning_rate',
    })
  if (outcome === 'cancelled') return 'stopped'

  importWeights(tf, classifier, exportTraining(state), 'ema/')
  const test = await openJobDataset(job, { ...config.dataset, split: 'test' }, port)
  const { accuracy, n, confusion, confident, meanConfidence } = evaluateClassifier(tf, classifier, test)
  const protocol = { n, split: 'test', dataset: test.hash, weights: 'ema' }
  port.results([
    { name: 'test_accuracy', value: accuracy, protocol: { ...protocol, confusion } },
    { name: 'share_confident', value: confident, protocol: { ...protocol, threshold: 0.9 } },
    { name: 'mean_confidence', value: meanConfidence, protocol },
  ])
  port.log(`${(accuracy * 100).toFixed(2)} % of ${n} test images`)
  return 'finished'
}

type ClassifierTick = {
  step: number
  loss: number
  gradientNorm: number
  learningRate: number
  imagesPerSecond: number
}
