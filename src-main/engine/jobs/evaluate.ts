/** Judges the samples of a run: classes, confidence, Fréchet distance, memorisation, each number with its protocol. */
import { basename, dirname } from 'node:path'
import { toCamel } from '#contract/casing.ts'
import type { Job } from '#contract/engine.ts'
import { Refusal } from '#contract/refusal.ts'
import type { ConfigOf } from '#contract/run-config.ts'
import { firstImages } from '#datasets/dataset.ts'
import { countPerClass } from '#datasets/class-counts.ts'
import { quantisation, quantise } from '#diffusion/metrics/quantise.ts'
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
import { keepMoments, readMoments } from '../reference-moments.ts'
import { readSamples } from '../sample-files.ts'
import { hashFile } from '../weights-file.ts'
import { openJobDataset } from './open-job-dataset.ts'
import { describeEnvironment, EAGER, openJobCompute, weightsOf } from './open-job.ts'

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
  const { images: drawn, count: total } = readSamples(samples.folder)
  if (total === 0)
    throw new Refusal(`Run ${config.samples} has no samples to judge.`, { field: 'samples', code: 'not-found' })

  const classifierHash = hashFile(file)
  const kept = readMoments(job.home, classifierHash, reference.hash)
  const tick = openTick(port, total + (kept ? 0 : reference.count))
  const images = quantise(toUnit(drawn, range), UNIT)
  const judged = await judge(tf, classifier, images, tick)
  if (!judged) return 'stopped'
  const known =
    kept ?? (await judge(tf, classifier, firstImages(reference, UNIT), (done) => tick(total + done)))?.moments
  if (!known) return 'stopped'
  if (!kept) keepMoments(job.home, classifierHash, reference.hash, known)

  const given = { ...quantisation(range), classifier: classifierHash, reference: reference.hash }
  const size = reference.height * reference.width * reference.channels
  const counts = reference.labels ? countPerClass(reference) : null
  port.results([
    ...proportionResults(judged.predictions, classifier.classes, config.confidence, given),
    ...(counts ? balanceResults(judged.predictions, counts, given) : []),
    ...confidenceResults(judged.predictions, given),
    frechetResult(judged, known, given),
    ...memorisationResults(tf, images, firstImages(reference, UNIT), firstImages(heldOut, UNIT, NEIGHBOUR_SAMPLES), {
      ...given,
      size,
    }),
  ])
  return 'finished'
}

/** Reports progress, lets a cancel in, and answers whether it has come. */
function openTick(port: JobPort, steps: number) {
  const began = performance.now()
  return async (done: number): Promise<boolean> => {
    const secondsPerStep = (performance.now() - began) / 1000 / Math.max(1, done)
    port.tick({ step: done, steps, secondsPerStep, secondsLeft: secondsPerStep * (steps - done) })
    await port.breathe()
    return port.signal.aborted
  }
}

/** The range of the network that drew them; a resolved configuration always states it. */
function samplesRange(folder: string): readonly [number, number] {
  const { config } = readRunFolder(dirname(folder), basename(folder))
  return (config.kind === 'sample' && config.schedule.data_range) || UNIT
}
