/** What an evaluation judges and what it judges by, opened and found to fit one another. */
import { basename, dirname } from 'node:path'
import type { Tf } from '#compute/backend.ts'
import { datasetWords } from '#contract/dataset-words.ts'
import { quantisation, quantise } from '#contract/quantise.ts'
import { Refusal } from '#contract/refusal.ts'
import type { Result } from '#contract/run.ts'
import type { ConfigOf } from '#contract/run-config.ts'
import type { Job } from '#contract/engine.ts'
import { type Dataset, firstImages } from '#datasets/dataset.ts'
import type { Classifier } from '#diffusion/classifier/classifier.ts'
import type { ImageShape } from '#diffusion/networks/network.ts'
import { readRunFolder } from '#history/run-folder.ts'
import { openClassifier } from '../../classifier-file.ts'
import { type Neighbourhood, NEIGHBOUR_SAMPLES } from '../../evaluation-results.ts'
import { finiteSamples } from '../../finite-samples.ts'
import type { JobPort } from '../../job-port.ts'
import { toUnit, UNIT } from '../../judge.ts'
import { classifierFeatures } from '../../judging/classifier-features.ts'
import type { FeatureNetwork } from '../../judging/feature-network.ts'
import { openInception } from '../../judging/inception-features.ts'
import { picturesInMemory, type Pictures, picturesOfDataset, shapeText } from '../../judging/pictures.ts'
import { hashFile } from '../../weights-file.ts'
import { openJobDataset, openJobTestSplit } from '../open-job-dataset.ts'
import { weightsOf } from '../open-job.ts'

export type Judging = { classifier: Classifier; hash: string; network: FeatureNetwork }

export type Evaluation = {
  config: ConfigOf<'evaluate'>
  count: number
  reference: Dataset
  /** Null where the classifier sees images of another shape and Inception judges alone. */
  judging: Judging | null
  /** Null where its features were not asked for. */
  inception: FeatureNetwork | null
  sets: Neighbourhood
  pictures: { samples: Pictures; reference: Pictures }
  /** Said beside every number: how values were treated, and against what. */
  treated: Readonly<Record<string, unknown>>
  /** Of samples that are not finite. */
  left: readonly Result[]
}

export async function openEvaluation(
  job: Job,
  config: ConfigOf<'evaluate'>,
  { tf, port }: { tf: Tf; port: JobPort },
): Promise<Evaluation> {
  if (!config.reference) throw new Error('a resolved evaluation names its reference')
  const { folder } = job.inputs[config.samples]
  const range = samplesRange(folder)
  const { images: all, count: there, shape, results: left } = finiteSamples(config.samples, folder, port)
  const size = shape.height * shape.width * shape.channels
  const count = wantedOf(config.n, there)
  const drawn = all.subarray(0, count * size)
  const inception = config.features === 'inception' ? await openInception(config.resize ?? 'pytorch-fid') : null
  const reference = await openJobDataset(job, config.reference, port)
  const judging = inception ? chooseClassifier(tf, job, config, shape, port) : needClassifier(tf, job, config)
  checkShapes(shape, judging?.classifier.shape ?? shape, reference)
  const test = await openJobTestSplit(job, config.reference, reference, port)
  if ('missing' in test) port.log(`No held-out images to compare with: ${test.missing}`, 'warning')
  return {
    config,
    count,
    reference,
    judging,
    inception,
    sets: {
      images: quantise(toUnit(drawn, range), UNIT),
      training: rounded(reference),
      heldOut: 'missing' in test ? test : rounded(test, NEIGHBOUR_SAMPLES),
      size,
    },
    pictures: {
      samples: picturesInMemory(`run ${config.samples}`, drawn, shape, range),
      reference: picturesOfDataset(reference),
    },
    treated: { ...quantisation(range), reference: reference.hash, reference_name: referenceName(job) },
    left,
  }
}

/** In words, beside its hash: which data, split and part. */
function referenceName({ config }: Job): string {
  if (config.kind !== 'evaluate' || !config.reference) throw new Error('a resolved evaluation names its reference')
  return datasetWords(config.reference)
}

/** The first samples, where not all are asked for. */
function wantedOf(n: number | undefined, there: number): number {
  if (n === undefined || n <= there) return n ?? there
  throw new Refusal(`n is ${n}, and the run has ${there} samples that are finite. Ask for fewer.`, { field: 'n' })
}

/** Both sides of a distance are rounded alike; bytes are already. */
function rounded(data: Dataset, limit?: number): Float32Array {
  const values = firstImages(data, UNIT, limit)
  return data.pixels instanceof Uint8Array ? values : quantise(values, UNIT)
}

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

/** The classifier must see images such as it has learned from, and a distance be one between images of one shape. */
function checkShapes(samples: ImageShape, classifier: ImageShape, reference: Dataset): void {
  const drawn = shapeText(samples)
  if (shapeText(classifier) !== drawn)
    throw new Refusal(
      `The samples are images of ${drawn}, the classifier judges ${shapeText(classifier)}. Name one that was trained on images of ${drawn}.`,
      { field: 'classifier' },
    )
  if (shapeText(reference) !== drawn)
    throw new Refusal(
      `The samples are images of ${drawn}, those of ${reference.name} are ${shapeText(reference)}. Name the data that the network was trained on.`,
      { field: 'reference' },
    )
}

/** The range of the network that drew them; a resolved configuration always states it. */
function samplesRange(folder: string): readonly [number, number] {
  const { config } = readRunFolder(dirname(folder), basename(folder))
  return (config.kind === 'sample' && config.schedule.data_range) || UNIT
}
