/** Trains the classifier that judges samples, and says how well it knows images that it has not seen. */
import { toCamel } from '#contract/casing.ts'
import type { Job } from '#contract/engine.ts'
import { Refusal } from '#contract/refusal.ts'
import type { ConfigOf } from '#contract/run-config.ts'
import type { Result } from '#contract/run.ts'
import { buildClassifier } from '#diffusion/classifier/classifier.ts'
import { type ClassifierScore, evaluateClassifier } from '#diffusion/classifier/evaluate-classifier.ts'
import { classifierPlan, trainClassifier } from '#diffusion/classifier/train-classifier.ts'
import { exportTraining, importTraining, importWeights, startTraining } from '#diffusion/training/training-state.ts'
import { encodeClassifier, readClassifierFile } from '../classifier-file.ts'
import type { JobPort } from '../job-port.ts'
import { executionNotes, newestCheckpoint, saveCheckpoint, warnOfChanges } from './checkpoints.ts'
import { openJobDataset, openJobTestSplit } from './open-job-dataset.ts'
import { describeEnvironment, EAGER, openJobCompute } from './open-job.ts'

export async function trainClassifierJob(job: Job, port: JobPort): Promise<'finished' | 'stopped'> {
  const config = toCamel(job.config) as ConfigOf<'train-classifier'>
  const compute = await openJobCompute(port)
  const { tf } = compute
  const environment = describeEnvironment(compute, EAGER)
  port.environment(environment)
  const dataset = await openJobDataset(job, config.dataset, port)
  // Before the first step: what is wrong with it must not come to light after the last.
  const test = await openJobTestSplit(job, config.dataset, dataset, port)
  if ('missing' in test) port.log(`The accuracy will not be measured: ${test.missing}`, 'warning')
  const { height, width, channels, classes } = dataset
  const classifier = buildClassifier(tf, { height, width, channels }, classes, config.seed)
  const state = startTraining(tf, classifier)
  const checkpoint = job.resume ? newestCheckpoint(job.folder, readClassifierFile, port) : null
  const saved = checkpoint?.saved
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
    throw new Refusal(
      done === 0
        ? 'The loss is not finite at step 1, before any weight has changed: look at the data.'
        : `The loss is not finite at step ${done + 1}. Lower learning_rate; step ${done} is kept.`,
      {
        field: 'learning_rate',
      },
    )
  if (outcome === 'cancelled') return 'stopped'

  importWeights(tf, classifier, exportTraining(state), 'ema/')
  if ('missing' in test) {
    port.results(testResults(null, { reason: test.missing, weights: 'ema' }))
    return 'finished'
  }
  const score = evaluateClassifier(tf, classifier, test)
  port.results(testResults(score, { n: score.n, split: 'test', dataset: test.hash, weights: 'ema' }))
  port.log(`${(score.accuracy * 100).toFixed(2)} % of ${score.n} test images`)
  return 'finished'
}

/** `score`: null where there was nothing to measure it on. */
function testResults(score: ClassifierScore | null, protocol: Result['protocol']): Result[] {
  return [
    { name: 'test_accuracy', value: score?.accuracy ?? null, protocol: { ...protocol, confusion: score?.confusion } },
    { name: 'share_confident', value: score?.confident ?? null, protocol: { ...protocol, threshold: 0.9 } },
    { name: 'mean_confidence', value: score?.meanConfidence ?? null, protocol },
  ]
}

type ClassifierTick = {
  step: number
  loss: number
  gradientNorm: number
  learningRate: number
  imagesPerSecond: number
}
