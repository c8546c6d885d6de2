/** Judges the samples of a run: classes, confidence, distances, memorisation, each number with its protocol. */
import type { Tf } from '#compute/backend.ts'
import { float64Algebra } from '#compute/float64-algebra.ts'
import { toCamel } from '#contract/casing.ts'
import type { Job } from '#contract/engine.ts'
import { QUANTISED } from '#contract/passport.ts'
import type { Result } from '#contract/run.ts'
import type { ConfigOf } from '#contract/run-config.ts'
import { FEATURES } from '#diffusion/classifier/classifier.ts'
import { momentsOf } from '#diffusion/metrics/frechet.ts'
import type { Algebra } from '#theory/statistics/algebra.ts'
import {
  balanceResults,
  confidenceResults,
  frechetResult,
  memorisationResults,
  proportionResults,
} from '../evaluation-results.ts'
import type { JobPort } from '../job-port.ts'
import { judge } from '../judge.ts'
import { classResults, type ClassSides } from '../judging/class-results.ts'
import type { FeatureNetwork } from '../judging/feature-network.ts'
import { featuresOf } from '../judging/features-of.ts'
import { fidResults } from '../judging/fid-results.ts'
import { type EvaluationTicks, evaluationStages } from './evaluation/evaluation-stages.ts'
import { type Evaluation, type Judging, openEvaluation } from './evaluation/open-evaluation.ts'
import { describeEnvironment, EAGER, openJobCompute } from './open-job.ts'

type Room = { tf: Tf; algebra: Algebra; home: string; signal: AbortSignal; ticks: EvaluationTicks }
/** What a judge by class needs of the classifier: what it makes of the samples, and the labels of the reference. */
type ByClass = Pick<ClassSides, 'predictions' | 'names' | 'known'>

export async function evaluateJob(job: Job, port: JobPort): Promise<'finished' | 'stopped'> {
  try {
    port.results(await evaluate(job, port))
    return 'finished'
  } catch (error) {
    if (port.signal.aborted) return 'stopped'
    throw error
  }
}

async function evaluate(job: Job, port: JobPort): Promise<Result[]> {
  const compute = await openJobCompute(port)
  const { tf } = compute
  port.environment(describeEnvironment(compute, EAGER))
  const evaluation = await openEvaluation(job, toCamel(job.config) as ConfigOf<'evaluate'>, { tf, port })
  const ticks = evaluationStages(port, evaluation)
  const room: Room = { tf, algebra: float64Algebra(tf), home: job.home, signal: port.signal, ticks }

  const { judging, inception, sets, treated, left } = evaluation
  const judged = judging ? await byClassifier(evaluation, judging, room) : { results: [], byClass: null }
  const copies = await memorisationResults(tf, sets, treated, [ticks.nearestSamples, ticks.nearestHeldOut])
  const seen = inception ? await byInception(evaluation, inception, judged.byClass, room) : []
  return [...left, ...judged.results, ...copies, ...seen]
}

async function byClassifier(
  { config, count, reference, sets, pictures, treated }: Evaluation,
  { classifier, hash, network }: Judging,
  { tf, algebra, home, signal, ticks }: Room,
): Promise<{ results: Result[]; byClass: ByClass | null }> {
  const judged = await judge(tf, classifier, sets.images, ticks.samples)
  const known = await featuresOf(pictures.reference, network, home, {
    signal,
    tick: ({ done, count: of }) => ticks.reference(done, of),
  })
  const given = { ...treated, classifier: hash }
  const names = classifier.classes
  const results = [
    ...proportionResults(judged.predictions, names, config.confidence, given),
    ...(reference.labels ? balanceResults(judged.predictions, names, reference, given) : []),
    ...confidenceResults(judged.predictions, given),
    await frechetResult(judged, momentsOf(known.rows, FEATURES), given, ticks.resamples),
  ]
  await network.dispose()
  if (!reference.labels) return { results, byClass: null }
  const byClass = { predictions: judged.predictions, names, known: reference }
  const sides = {
    ...byClass,
    samples: { rows: judged.features, d: FEATURES, name: `run ${config.samples}` },
    reference: { rows: known.rows, d: FEATURES, name: reference.name },
  }
  const passport = {
    ...network.says,
    quantisation: QUANTISED,
    reference: known.hash,
    covariance_divisor: 'n' as const,
    n: [count, reference.count] as [number, number],
    samples: null,
    interval: null,
  }
  const ofClasses = await classResults('frechet_distance', sides, { given: passport, algebra, tick: ticks.classes })
  return { results: [...results, ...ofClasses], byClass }
}

async function byInception(
  { pictures }: Evaluation,
  network: FeatureNetwork,
  byClass: ByClass | null,
  { algebra, home, signal, ticks }: Room,
): Promise<Result[]> {
  const { results, given, ...sides } = await fidResults(pictures, { network, algebra, home, signal }, [
    ticks.inceptionSamples,
    ticks.inceptionReference,
    ticks.statistics,
  ])
  const ofClasses = byClass
    ? await classResults('fid', { ...sides, ...byClass }, { given, algebra, tick: ticks.inceptionClasses })
    : []
  await network.dispose()
  return [...results, ...ofClasses]
}
