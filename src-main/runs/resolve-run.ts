/** From a parsed configuration to what a run is: every reference found, every path whole, the schedule in the network's units. */
import type { SamplerRow } from '#axes/row.ts'
import { toCamel } from '#contract/casing.ts'
import { allocatedWeight } from '#theory/effort/infonoise.ts'
import { levelLaw, type NoiseLawOf } from '#theory/effort/noise-laws.ts'
import { SAMPLER_ROWS } from '#axes/samplers/samplers.ts'
import type { CorruptionConfig } from '#contract/corruption.ts'
import type { DatasetConfig } from '#contract/dataset.ts'
import type { Job, JobInput } from '#contract/engine.ts'
import { Refusal } from '#contract/refusal.ts'
import type { Remark } from '#contract/remark.ts'
import type { RunDetail, RunRecord } from '#contract/run.ts'
import type { RunConfig, RunKind } from '#contract/run-config.ts'
import { OBJECTIVES } from '#diffusion/objectives/objectives.ts'
import type { DataRange } from '#contract/schedule.ts'
import { networkOf, refuseWithoutDensity, type ScoreConfig, scoreOf } from '#contract/score.ts'
import type { Home } from '#history/home.ts'
import { fitSchedule, type SampleConfig, type ScheduleFile } from './convert-range.ts'
import { dataRangeOf, findModel, type Found, jobInput } from './models/find-model.ts'
import { type TrainedAt, trainedAt } from './models/trained-at.ts'
import { remarksOf } from './remarks.ts'
import { knownData } from './known-data.ts'
import { dataOf } from './learned-from.ts'
import { resolveReference } from './resolve-reference.ts'
import { continuedRun } from './continued-run.ts'
import { checkTrainingCorruption, trainedUnder, withCorruption } from './resolve-corruption.ts'
import { findRun, looksLikeRun, type Surroundings } from './references.ts'

export type ResolvedRun = {
  config: RunConfig
  name: string
  parents: string[]
  /** Training steps, epochs, samples, or runs to read; the job's ticks may say it better. */
  steps: number
  schedule?: ScheduleFile
  /** What the run is to be read with in mind. */
  remarks?: Remark[]
}
type Resolve<K extends RunKind> = (config: Extract<RunConfig, { kind: K }>, from: Surroundings) => ResolvedRun

const RESOLVE: { readonly [K in RunKind]: Resolve<K> } = {
  train(config, from) {
    checkObjective(config)
    checkTrainingCorruption(config)
    const initial = config.initial === undefined ? null : findModel(config.initial, 'initial', 'train', from)
    if (initial?.kind === 'brought' && initial.network.kind !== 'anneal') refuseForeignStart(initial.network.name)
    const start = initial === null ? {} : { initial: settled(config.initial!, initial) }
    const before = continuedRun(config, from)
    return {
      config: { ...config, ...start, dataset: knownData(config.dataset, 'dataset', from) },
      name: config.name ?? before?.name ?? `${config.dataset.name} ${config.network.architecture}`,
      parents: before ? [before.id] : initial?.kind === 'run' ? [initial.run.id] : [],
      steps: config.training.steps,
      remarks: before?.remarks,
    }
  },
  'train-classifier': (config, from) => ({
    config: { ...config, dataset: knownData(config.dataset, 'dataset', from) },
    name: config.name ?? `${config.dataset.name} classifier`,
    parents: [],
    steps: Math.ceil(config.epochs),
  }),
  sample(config, from) {
    checkStart(config)
    checkChurn(config)
    const { network, exact, dataRange, parents, trained, at, learned } = resolveScore(config, from)
    const given = config.start_from && { start_from: knownData(config.start_from, 'start_from', from) }
    const fitted = fitSchedule(withCorruption({ ...config, ...given }, trained, learned), dataRange)
    const { sigmas } = fitted.schedule
    refuseUnwalkable(fitted.config, sigmas)
    const remarks = remarksOf({ given: config, fitted: fitted.config, sigmas, dataRange, trained: at })
    const { family, name } = config.schedule
    const word = config.schedule.family === 'process' ? config.schedule.process.family : family
    return {
      config: { ...fitted.config, ...(network !== undefined && { network }), ...(exact && { score: exact }) },
      name: config.name ?? `${name ?? word}, ${sigmas.length} levels`,
      parents,
      steps: config.n,
      schedule: fitted.schedule,
      remarks,
    }
  },
  evaluate(config, from) {
    const samples = findRun(config.samples, 'samples', ['sample'], from)
    const classifier = findModel(config.classifier, 'classifier', 'train-classifier', from)
    const { reference, remarks } = resolveReference(config.reference, samples, from)
    return {
      config: { ...config, reference, classifier: settled(config.classifier, classifier) },
      name: config.name ?? `evaluation of ${samples.name}`,
      parents: [samples.id, ...(classifier.kind === 'run' ? [classifier.run.id] : [])],
      steps: samples.steps,
      remarks,
    }
  },
  compare(config, from) {
    const runs = config.runs.map((reference, i) => findRun(reference, `runs.${i}`, ['sample'], from))
    const twice = runs.find((run, i) => runs.findIndex(({ id }) => id === run.id) < i)
    if (twice) throw new Refusal(`runs: run ${twice.number} is named twice.`, { field: 'runs' })
    return {
      config,
      name: config.name ?? `comparison of ${runs.map((run) => run.number).join(', ')}`,
      parents: runs.map((run) => run.id),
      steps: runs.length,
    }
  },
}

function checkStart(config: SampleConfig): void {
  const given = (['start_mean', 'start_std'] as const).find((field) => config[field] !== undefined)
  if (given && config.start !== 'normal')
    throw new Refusal(`${given} belongs to a normal start; leave it out, or set start: normal.`, { field: given })
}

/** Churn lifts the noise level of a list; in the times of a process Heun is the one of the theory pages. */
function checkChurn({ schedule, sampler }: SampleConfig): void {
  if (schedule.family !== 'process' || sampler.name !== 'heun' || sampler.s_churn === 0) return
  throw new Refusal(
    'sampler.s_churn: churn belongs to a schedule of noise levels, and this one is of times; leave it out, or take a list.',
    { field: 'sampler.s_churn', code: 'unsupported' },
  )
}

/** Settings of a sampler with which it cannot walk these levels. */
function refuseUnwalkable({ sampler }: SampleConfig, sigmas: ArrayLike<number>): void {
  const row: SamplerRow | undefined = SAMPLER_ROWS.find(({ name }) => name === sampler.name)
  const found = row?.refused?.(toCamel(sampler), sigmas)
  if (found) throw new Refusal(`sampler.${found.field}: ${found.message}`, { field: `sampler.${found.field}` })
}

type ResolvedScore = {
  network?: string
  exact?: ScoreConfig
  dataRange: DataRange
  parents: string[]
  /** The corruption that a network was trained under; undefined for an exact score. */
  trained?: CorruptionConfig | null
  /** The data that a network learned from, where that is known. */
  learned(): DatasetConfig | null
  /** The noise that a network was trained at, as far as that is known; null for an exact score. */
  at: TrainedAt | null
}

/** An exact score works in whatever units the schedule is in: its images are put there. */
function resolveScore(config: SampleConfig, from: Surroundings): ResolvedScore {
  const score = scoreOf(config)
  if (score.name === 'network') {
    const sampler: SamplerRow | undefined = SAMPLER_ROWS.find(({ name }) => name === config.sampler.name)
    if (sampler?.needsDensity) refuseWithoutDensity(sampler.name)
    const found = findModel(score.network, 'network', 'train', from)
    const parents = found.kind === 'run' ? [found.run.id] : []
    return {
      network: settled(score.network, found),
      dataRange: dataRangeOf(found, from),
      parents,
      trained: trainedUnder(found, from),
      learned: () => dataOf(found, from),
      at: trainedAt(found, from),
    }
  }
  const dataRange = config.schedule.data_range ?? [0, 1]
  const exact = 'dataset' in score ? { ...score, dataset: knownData(score.dataset, 'score.dataset', from) } : score
  return { exact, dataRange, parents: [], at: null, learned: () => null }
}

/** What still means the same when the run starts: a file by its whole path, a run that was named by its number. */
function settled(reference: string, found: Found): string {
  if (found.kind === 'file') return found.weights
  return found.kind === 'run' && !looksLikeRun(reference) ? String(found.run.number) : reference
}

function refuseForeignStart(name: string): never {
  throw new Refusal(
    `initial: ${name} was brought from elsewhere and is none of the architectures that are trained here.`,
    {
      field: 'initial',
      code: 'unsupported',
    },
  )
}

type TrainConfig = Extract<RunConfig, { kind: 'train' }>

/** A law that measures needs a weight to divide by, levels of its own, and steps left after its warm-up. */
function checkMeasured(
  { warmUp }: NoiseLawOf<'infonoise'>,
  { objective, training, corruption }: Pick<TrainConfig, 'objective' | 'training' | 'corruption'>,
): void {
  allocatedWeight(objective.name, 1)
  if (corruption)
    throw new Refusal(
      'objective.noise: infonoise measures the levels of noise alone, and a corruption is trained along a list; leave it out.',
      { field: 'objective.noise', code: 'unsupported' },
    )
  if (!(warmUp < training.steps))
    throw new Refusal(
      `objective.noise.warm_up: ${warmUp} is not below training.steps = ${training.steps}, so that nothing would be measured; take a fifth of the steps, or the noise log-normal.`,
      { field: 'objective.noise.warm_up' },
    )
}

/** Networks whose gradient can be differentiated once more: the others are made of fused operations that have only a first one. */
const TWICE = ['mlp']

function checkObjective({ objective, network, training, corruption }: Extract<RunConfig, { kind: 'train' }>): void {
  const noise = toCamel(objective.noise)
  levelLaw(noise)
  if (noise.name === 'infonoise') checkMeasured(noise, { objective, training, corruption })
  if (!OBJECTIVES[objective.name].twice || TWICE.includes(network.architecture)) return
  const message = `objective.name: ${objective.name} differentiates the network twice, which ${network.architecture} cannot; take architecture ${TWICE.join(' or ')}, or the objective dsm.`
  throw new Refusal(message, { field: 'objective.name', code: 'unsupported' })
}

export const resolveRun = (config: RunConfig, from: Surroundings): ResolvedRun =>
  (RESOLVE[config.kind] as Resolve<RunKind>)(config, from)

/** What the engine is given; the runs it reads must have come far enough. */
export function jobOf(run: RunDetail, resume: boolean, home: Home, from: Surroundings): Job {
  const { config } = run
  const inputs: Record<string, JobInput> = {}
  // By its id: a number may be another run's by now, as where this folder was copied from another data folder.
  const parent = (reference: string, i = 0) => (looksLikeRun(reference) ? (run.parents[i] ?? reference) : reference)
  if (config.kind === 'train' && config.initial !== undefined)
    inputs[config.initial] = jobInput(findModel(parent(config.initial), 'initial', 'train', from), from)
  if (config.kind === 'train' && config.continues !== undefined)
    inputs[config.continues] = jobInput(findModel(parent(config.continues), 'continues', 'train', from), from)
  const network = config.kind === 'sample' ? networkOf(config) : null
  if (network !== null) inputs[network] = jobInput(findModel(parent(network), 'network', 'train', from), from)
  if (config.kind === 'evaluate') {
    inputs[config.samples] = finished(parent(config.samples), 'samples', from)
    const classifier = findModel(parent(config.classifier, 1), 'classifier', 'train-classifier', from)
    inputs[config.classifier] = jobInput(classifier, from)
  }
  if (config.kind === 'compare') {
    for (const [i, reference] of config.runs.entries()) {
      inputs[reference] = finished(parent(reference, i), `runs.${i}`, from)
      const evaluation = lastEvaluation(inputs[reference].runId!, from)
      if (evaluation) inputs[`${reference}/evaluation`] = evaluation
    }
  }
  return {
    runId: run.id,
    config,
    folder: from.history.read.folderOf(run.id),
    inputs,
    home: home.root,
    resume,
    ...(home.shared && { claimed: true }),
  }
}

function finished(reference: string, field: string, from: Surroundings): JobInput {
  const run: RunRecord = findRun(reference, field, ['sample'], from)
  if (run.state !== 'finished')
    throw new Refusal(`${field}: run ${run.number} is ${run.state}; its samples are not all there.`, {
      field,
      code: 'conflict',
    })
  return jobInput({ kind: 'run', run }, from)
}

/** The newest finished evaluation of a sampling run: under `REFERENCE/evaluation` among the inputs of a comparison. */
function lastEvaluation(runId: string, from: Surroundings): JobInput | null {
  const evaluations = from.history.read
    .childrenOf(runId)
    .filter((run) => run.kind === 'evaluate' && run.state === 'finished' && !run.trashed)
  const run = evaluations.at(-1)
  return run ? jobInput({ kind: 'run', run }, from) : null
}
