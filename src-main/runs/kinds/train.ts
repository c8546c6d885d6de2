/** A training: of a network from the start, from weights, or from where another run ended. */
import { toCamel } from '#contract/casing.ts'
import { Refusal } from '#contract/refusal.ts'
import { OBJECTIVES } from '#diffusion/objectives/objectives.ts'
import { allocatedWeight } from '#theory/effort/infonoise.ts'
import { levelLaw, type NoiseLawOf } from '#theory/effort/noise-laws.ts'
import { continuedRun } from '../continued-run.ts'
import { knownData } from '../known-data.ts'
import { findModel, jobInput } from '../models/find-model.ts'
import { checkTrainingCorruption } from '../resolve-corruption.ts'
import { type ConfigOf, type KindRow, settled } from './kind.ts'

type TrainConfig = ConfigOf<'train'>

export const train: KindRow<'train'> = {
  resolve(config, from) {
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
  inputs({ initial, continues }, parent, from) {
    const read = (reference: string | undefined, field: 'initial' | 'continues') =>
      reference === undefined ? {} : { [reference]: jobInput(findModel(parent(reference), field, 'train', from), from) }
    return { ...read(initial, 'initial'), ...read(continues, 'continues') }
  },
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

function checkObjective({ objective, network, training, corruption }: TrainConfig): void {
  const noise = toCamel(objective.noise)
  levelLaw(noise)
  if (noise.name === 'infonoise') checkMeasured(noise, { objective, training, corruption })
  if (!OBJECTIVES[objective.name].twice || TWICE.includes(network.architecture)) return
  const message = `objective.name: ${objective.name} differentiates the network twice, which ${network.architecture} cannot; take architecture ${TWICE.join(' or ')}, or the objective dsm.`
  throw new Refusal(message, { field: 'objective.name', code: 'unsupported' })
}
