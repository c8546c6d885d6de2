/** Judges the samples of a run: classes, confidence, Fréchet distance, memorisation, each number with its protocol. */
import { basename, dirname } from 'node:path'
import type { Tf } from '#compute/backend.ts'
import { float64Algebra } from '#compute/float64-algebra.ts'
import { toCamel } from '#contract/casing.ts'
import type { Job } from '#contract/engine.ts'
import { Refusal } from '#contract/refusal.ts'
import { QUANTISED } from '#contract/passport.ts'
import type { Result } from '#contract/run.ts'
import type { ConfigOf } from '#contract/run-config.ts'
import { type Dataset, firstImages } from '#datasets/dataset.ts'
import { type Classifier, FEATURES } from '#diffusion/classifier/classifier.ts'
import { INCEPTION_FEATURES } from '#diffusion/inception/architecture.ts'
import { momentsOf } from '#diffusion/metrics/frechet.ts'
import { quantisation, quantise } from '#contract/quantise.ts'
import type { ImageShape } from '#diffusion/networks/network.ts'
import { readRunFolder } from '#history/run-folder.ts'
import { openClassifier } from '../classifier-file.ts'
import {
  balanceResults,
  confidenceResults,
  frechetResult,
  memorisationResults,
  NEIGHBOUR_SAMPLES,
  proportionResults,
} from '../evaluation-results.ts'
import type { JobPort } from '../job-port.ts'
import { judge, toUnit, UNIT } from '../judge.ts'
import { classResults, type ClassSides } from '../judging/class-results.ts'
import { featuresOf } from '../judging/features-of.ts'
import { classifierFeatures } from '../judging/classifier-features.ts'
import type { FeatureNetwork } from '../judging/feature-network.ts'
import { openInception } from '../judging/inception-features.ts'
import { fidResults } from '../judging/fid-results.ts'
import { MOST_PAIRED } from '../judging/judge-sides.ts'
import { picturesInMemory, picturesOfDataset, shapeText } from '../judging/pictures.ts'
import { finiteSamples } from '../finite-samples.ts'
import { openStages } from '../stages.ts'
import { hashFile } from '../weights-file.ts'
import { openJobDataset, openJobTestSplit } from './open-job-dataset.ts'
import { describeEnvironment, EAGER, openJobCompute, weightsOf } from './open-job.ts'

export async function evaluateJob(job: Job, port: JobPort): Promise<'finished' | 'stopped'> {
  try {
    await evaluate(job, port)
    return 'finished'
  } catch (error) {
    if (port.signal.aborted) return 'stopped'
    throw error
  }
}

async function evaluate(job: Job, port: JobPort): Promise<void> {
  const config = toCamel(job.config) as ConfigOf<'evaluate'>
  const judgedBy = config.reference
  if (!judgedBy) throw new Error('a resolved evaluation names its reference')
  const compute = await openJobCompute(port)
  const { tf } = compute
  port.environment(describeEnvironment(compute, EAGER))
  const samples = job.inputs[config.samples]
  const range = samplesRange(samples.folder)
  const { images: drawn, count: total, shape, results: left } = finiteSamples(config.samples, samples.folder, port)
  const size = shape.height * shape.width * shape.channels
  const inception = config.features === 'inception' ? await openInception(config.resize ?? 'pytorch-fid') : null
  const reference = await openJobDataset(job, judgedBy, port)
  const judging = inception ? chooseClassifier(tf, job, config, shape, port) : needClassifier(tf, job, config)
  checkShapes(shape, judging?.classifier.shape ?? shape, reference)
  const test = await openJobTestSplit(job, judgedBy, reference, port)
  if ('missing' in test) port.log(`No held-out images to compare with: ${test.missing}`, 'warning')

  const images = quantise(toUnit(drawn, range), UNIT)
  // Both sides of a distance are rounded alike; bytes are already.
  const rounded = (data: Dataset, limit?: number) => {
    const values = firstImages(data, UNIT, limit)
    return data.pixels instanceof Uint8Array ? values : quantise(values, UNIT)
  }
  const training = rounded(reference)
  const heldOut = 'missing' in test ? test : rounded(test, NEIGHBOUR_SAMPLES)
  const searched = Math.min(total, NEIGHBOUR_SAMPLES)
  const [samplesTick, referenceTick, resamplesTick, classTick, firstSearch, secondSearch, ...inceptionTicks] =
    openStages(port, [
      judging ? total : 0,
      judging ? reference.count : 0,
      judging ? resamplingSteps(total) : 0,
      judging ? CLASS_STEPS * reference.classes.length : 0,
      searchSteps(searched, training.length),
      'missing' in heldOut ? 0 : searchSteps(heldOut.length / size, training.length),
      ...(inception ? [total, reference.count].map((count) => INCEPTION_STEPS * count) : []),
      ...(inception ? [statisticsSteps(total, reference.count), classSteps(reference)] : []),
    ])
  const treated = { ...quantisation(range), reference: reference.hash }
  const results: Result[] = [...left]
  const room = { algebra: float64Algebra(tf), home: job.home, signal: port.signal }
  let byClass: Pick<ClassSides, 'predictions' | 'names' | 'known'> | null = null
  if (judging) {
    const { classifier, hash, network } = judging
    const judged = await judge(tf, classifier, images, samplesTick)
    const known = await featuresOf(picturesOfDataset(reference), network, job.home, {
      signal: port.signal,
      tick: ({ done, count }) => referenceTick(done, count),
    })
    const given = { ...treated, classifier: hash }
    results.push(
      ...proportionResults(judged.predictions, classifier.classes, config.confidence, given),
      ...(reference.labels ? balanceResults(judged.predictions, classifier.classes, reference, given) : []),
      ...confidenceResults(judged.predictions, given),
      await frechetResult(judged, momentsOf(known.rows, FEATURES), given, resamplesTick),
    )
    await network.dispose()
    if (reference.labels) {
      byClass = { predictions: judged.predictions, names: classifier.classes, known: reference }
      const sides = {
        ...byClass,
        samples: { rows: judged.features, d: FEATURES, name: `run ${config.samples}` },
        reference: { rows: known.rows, d: FEATURES, name: reference.name },
      }
      const says = { ...network.says, quantisation: QUANTISED, reference: known.hash, covariance_divisor: 'n' as const }
      const given = { ...says, n: [total, reference.count] as [number, number], samples: null, interval: null }
      results.push(
        ...(await classResults('frechet_distance', sides, { given, algebra: room.algebra, tick: classTick })),
      )
    }
  }
  const sets = { images, training, heldOut, size }
  results.push(...(await memorisationResults(tf, sets, treated, [firstSearch, secondSearch])))
  if (inception) {
    const pictures = {
      samples: picturesInMemory(`run ${config.samples}`, drawn, shape, range),
      reference: picturesOfDataset(reference),
    }
    const [classesTick] = inceptionTicks.slice(3)
    const {
      results: fid,
      given,
      ...sides
    } = await fidResults(pictures, { ...room, network: inception }, inceptionTicks)
    results.push(...fid)
    if (byClass)
      results.push(
        ...(await classResults('fid', { ...sides, ...byClass }, { given, algebra: room.algebra, tick: classesTick })),
      )
    await inception.dispose()
  }
  port.results(results)
}

type Judging = { classifier: Classifier; hash: string; network: FeatureNetwork }

function needClassifier(tf: Tf, job: Job, { classifier }: ConfigOf<'evaluate'>): Judging {
  const file = weightsOf(job, classifier)
  const [opened, hash] = [openClassifier(tf, file), hashFile(file)]
  return { classifier: opened, hash, network: classifierFeatures(tf, opened, hash) }
}

/** Inception judges images of any shape, so that a classifier that sees only another is left out, and said to be. */
function chooseClassifier(
  tf: Tf,
  job: Job,
  config: ConfigOf<'evaluate'>,
  shape: ImageShape,
  port: JobPort,
): Judging | null {
  const judging = needClassifier(tf, job, config)
  if (shapeText(judging.classifier.shape) === shapeText(shape)) return judging
  port.log(
    `${config.classifier} judges images of ${shapeText(judging.classifier.shape)}: classes, confidence and the distance in its features are left out.`,
    'warning',
  )
  void judging.network.dispose()
  return null
}

/** The same of a picture through Inception: 53 ms. */
const INCEPTION_STEPS = 118

/** And of FID and its family: a minute and a half of decompositions once there are more pictures than features, a minute of 10,000 pairs by 10,000. */
function statisticsSteps(samples: number, reference: number): number {
  const decomposed = Math.min(1, samples / INCEPTION_FEATURES, reference / INCEPTION_FEATURES) ** 3
  const paired = (Math.min(MOST_PAIRED, samples) + Math.min(MOST_PAIRED, reference)) / (2 * MOST_PAIRED)
  return Math.round(1000 + 200_000 * decomposed + 130_000 * paired ** 2)
}

/** What one class's distance takes in the classifier's features, and in Inception's, where all its rows are decomposed. */
const CLASS_STEPS = 100
const classSteps = ({ classes, count }: Dataset) =>
  Math.round(classes.length * 200 + 0.1 * Math.min(count, classes.length * INCEPTION_FEATURES))

/** What the interval and a search take, in images judged in that time, as measured with TensorFlow on two cores: 0.45 ms an image. */
const resamplingSteps = (samples: number) => 2000 + Math.ceil(samples / 2)
const searchSteps = (queries: number, values: number) => Math.ceil((queries * values) / 2.5e7)

/** The classifier must see images such as it has learned from, and a distance be one between images of one shape. */
function checkShapes(samples: ImageShape, classifier: ImageShape, reference: Dataset): void {
  const text = shapeText
  const drawn = text(samples)
  if (text(classifier) !== drawn)
    throw new Refusal(
      `The samples are images of ${drawn}, the classifier judges ${text(classifier)}. Name one that was trained on images of ${drawn}.`,
      { field: 'classifier' },
    )
  if (text(reference) !== drawn)
    throw new Refusal(
      `The samples are images of ${drawn}, those of ${reference.name} are ${text(reference)}. Name the data that the network was trained on.`,
      { field: 'reference' },
    )
}

/** The range of the network that drew them; a resolved configuration always states it. */
function samplesRange(folder: string): readonly [number, number] {
  const { config } = readRunFolder(dirname(folder), basename(folder))
  return (config.kind === 'sample' && config.schedule.data_range) || UNIT
}
