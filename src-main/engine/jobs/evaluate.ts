/** Judges the samples of a run: classes, confidence, Fréchet distance, memorisation, each number with its protocol. */
import { basename, dirname } from 'node:path'
import type { Job } from '#contract/engine.ts'
import { toCamel } from '#contract/casing.ts'
import { Refusal } from '#contract/refusal.ts'
import type { ConfigOf } from '#contract/run-config.ts'
import type { Result } from '#contract/run.ts'
import { fillImages, type Dataset } from '#datasets/dataset.ts'
import { countPerClass } from '#datasets/class-counts.ts'
import { classify } from '#diffusion/classifier/classifier.ts'
import { balanceAgainst, confidenceOf, proportionsOf, type Predictions } from '#diffusion/metrics/class-balance.ts'
import { frechetOf } from '#diffusion/metrics/frechet.ts'
import { memorisation } from '#diffusion/metrics/memorisation.ts'
import { nearestTraining } from '#diffusion/metrics/neighbours.ts'
import { quantisation, quantise } from '#diffusion/metrics/quantise.ts'
import { readRunFolder } from '#history/run-folder.ts'
import { addRows, emptyMoments } from '#theory/statistics/moments.ts'
import type { Tf } from '#compute/backend.ts'
import type { Classifier } from '#diffusion/classifier/classifier.ts'
import { openClassifier } from '../classifier-file.ts'
import type { JobPort } from '../job-port.ts'
import { readChunks } from '../sample-files.ts'
import { hashFile } from '../weights-file.ts'
import { openJobDataset } from './open-job-dataset.ts'
import { describeEnvironment, EAGER, openJobCompute, weightsOf } from './open-job.ts'

/** Images judged at once; and samples, at most, whose nearest neighbours are looked for. */
const CHUNK = 500
const NEIGHBOUR_SAMPLES = 1000
const UNIT = [0, 1] as const

export async function evaluateJob(job: Job, port: JobPort): Promise<'finished' | 'stopped'> {
  const config = toCamel(job.config) as ConfigOf<'evaluate'>
  const compute = await openJobCompute(port)
  const { tf } = compute
  port.environment(describeEnvironment(compute, EAGER))
  const samples = job.inputs[config.samples]
  const range = samplesRange(samples.folder)
  const file = weightsOf(job, config.classifier)
  const classifier = openClassifier(tf, file)
  const reference = await openJobDataset(job, config.reference, port)
  const heldOut = await openJobDataset(job, { ...config.reference, split: 'test', subset: undefined }, port)
  const total = [...readChunks(samples.folder)].reduce((sum, { count }) => sum + count, 0)
  if (total === 0)
    throw new Refusal(`Run ${config.samples} has no samples to judge.`, { field: 'samples', code: 'not-found' })

  const steps = total + reference.count
  const began = performance.now()
  const tick = async (done: number) => {
    const secondsPerStep = (performance.now() - began) / 1000 / Math.max(1, done)
    port.tick({ step: done, steps, secondsPerStep, secondsLeft: secondsPerStep * (steps - done) })
    await port.breathe()
    return port.signal.aborted
  }

  const images = quantise(toUnit(allSamples(samples.folder), range), UNIT)
  const judged = await judge(tf, classifier, images, tick)
  if (!judged) return 'stopped'
  const known = await judge(tf, classifier, asImages(reference), (done) => tick(total + done))
  if (!known) return 'stopped'

  const given = { ...quantisation(range), classifier: hashFile(file), reference: reference.hash }
  const size = reference.height * reference.width * reference.channels
  const counts = reference.labels ? countPerClass(reference) : null
  port.results([
    ...proportionResults(judged.predictions, classifier.classes, config.confidence, given),
    ...(counts ? balanceResults(judged.predictions, counts, given) : []),
    ...confidenceResults(judged.predictions, given),
    { name: 'frechet_distance', ...distance(frechetOf(judged.moments, known.moments, given)) },
    ...memorisationResults(tf, images, reference, heldOut, size, given),
  ])
  return 'finished'
}

/** The range of the network that drew them; a resolved configuration always states it. */
function samplesRange(folder: string): readonly [number, number] {
  const { config } = readRunFolder(dirname(folder), basename(folder))
  return (config.kind === 'sample' && config.schedule.data_range) || UNIT
}

function allSamples(folder: string): Float32Array {
  const parts = [...readChunks(folder)].map(({ images }) => images)
  const all = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

/** Every classifier and every distance sees images in [0, 1], whatever range the network works in. */
const toUnit = (images: Float32Array, [low, high]: readonly [number, number]): Float32Array =>
  low === 0 && high === 1 ? images : images.map((value) => (value - low) / (high - low))

function asImages(dataset: Dataset, limit = dataset.count): Float32Array {
  const count = Math.min(limit, dataset.count)
  const images = new Float32Array(count * dataset.height * dataset.width * dataset.channels)
  const indices = Uint32Array.from({ length: count }, (_, i) => i)
  fillImages(dataset, indices, UNIT, images)
  return images
}

/** Predictions and feature moments, chunk by chunk; null where a cancel came in between. */
async function judge(tf: Tf, classifier: Classifier, images: Float32Array, tick: (done: number) => Promise<boolean>) {
  const { height, width, channels } = classifier.shape
  const size = height * width * channels
  const n = images.length / size
  const classes = classifier.classes.length
  const probabilities = new Float32Array(n * classes)
  const moments = emptyMoments(64)
  for (let from = 0; from < n; from += CHUNK) {
    const to = Math.min(n, from + CHUNK)
    const part = classify(tf, classifier, images.subarray(from * size, to * size))
    probabilities.set(part.probabilities, from * classes)
    addRows(moments, part.features)
    if (await tick(to)) return null
  }
  return { predictions: { probabilities, classes } satisfies Predictions, moments }
}

type Given = Record<string, unknown>

function proportionResults(
  predictions: Predictions,
  names: readonly string[],
  confidence: number,
  given: Given,
): Result[] {
  const { value, protocol } = proportionsOf(predictions, confidence, given)
  return value.classes.map(({ count, share, low, high }, i) => ({
    name: `share/${names[i]}`,
    value: share,
    low,
    high,
    confidence,
    protocol: { ...protocol, count },
  }))
}

function balanceResults(predictions: Predictions, counts: readonly number[], given: Given): Result[] {
  const { value, protocol } = balanceAgainst(predictions, counts, given)
  return [
    { name: 'chi_squared', value: value?.statistic ?? null, protocol: { ...protocol, df: value?.df } },
    { name: 'chi_squared_p', value: value?.pValue ?? null, protocol: { ...protocol, df: value?.df } },
  ]
}

function confidenceResults(predictions: Predictions, given: Given): Result[] {
  const { value, protocol } = confidenceOf(predictions, given)
  return [
    { name: 'mean_confidence', value: value.mean, protocol },
    { name: 'share_confident', value: 1 - value.shareBelow, protocol },
  ]
}

function memorisationResults(
  tf: Tf,
  images: Float32Array,
  reference: Dataset,
  heldOut: Dataset,
  size: number,
  given: Given,
): Result[] {
  const training = asImages(reference)
  const queries = images.subarray(0, NEIGHBOUR_SAMPLES * size)
  const found = nearestTraining(tf, { queries, training, size })
  const unseen = nearestTraining(tf, { queries: asImages(heldOut, NEIGHBOUR_SAMPLES), training, size })
  const { value, protocol } = memorisation(found, unseen, given)
  return [
    { name: 'copied', value: value.copied, protocol },
    { name: 'nearer_than_held_out', value: value.nearerThanHeldOut, protocol },
    {
      name: 'nearest_distance',
      value: value.medianDistance,
      protocol: { ...protocol, held_out_median: value.heldOutMedianDistance },
    },
  ]
}

const distance = ({ value, protocol }: { value: { distance: number }; protocol: Given }) => ({
  value: value.distance,
  protocol,
})
