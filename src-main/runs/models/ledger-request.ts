/** An error ledger as it is asked for, made whole: of which network, on which data, along which process. */
import { toCamel } from '#contract/casing.ts'
import { noiseSpec } from '#contract/network.ts'
import type { LedgerOptions } from '#contract/ledger.ts'
import { datasetSpec } from '#contract/dataset.ts'
import { Refusal } from '#contract/refusal.ts'
import type { Model } from '#contract/models.ts'
import type { ModelFile } from '#contract/engine.ts'
import type { NetworkTasks } from '#engine/networks/network-tasks.ts'
import type { ProcessSchedule } from '#theory/grids/process-levels.ts'
import type { ProcessSpec } from '#theory/process/processes.ts'
import { knownData } from '../known-data.ts'
import type { Surroundings } from '../references.ts'
import { findModel } from './find-model.ts'

const DEFAULTS = { n: 256, levels: 24, points: 101, eps: 1e-3 }
/** In half widths of the data range, of a network that does not say what it was trained at. */
const SPAN = { sigmaMax: 40, sigmaMin: 0.02 }
/** Levels that span less than this ratio are the middle of a continuous law of training, not the ends of sampling. */
const WHOLE_SPAN = 90

export function ledgerTask(
  model: Model,
  file: ModelFile,
  asked: LedgerOptions,
  from: Surroundings,
): NetworkTasks['ledger']['in'] {
  if (model.role !== 'network')
    throw new Refusal(`network: ${model.name} is a ${model.role}, which has no score. Name a network.`, {
      field: 'network',
    })
  const training = trainingOf(model, from)
  const named = typeof asked.data === 'string' ? datasetSpec.parse({ name: asked.data }) : asked.data
  const data = named ?? training?.dataset
  if (!data)
    throw new Refusal(`data: nothing says what ${model.name} was trained on. Name a data set: data=mnist.`, {
      field: 'data',
    })
  const { n = DEFAULTS.n, levels = DEFAULTS.levels, against } = asked
  return {
    model: file,
    data: knownData(data, 'data', from),
    n,
    levels,
    ...(against && { against }),
    schedule: scheduleOf(model, asked, training?.objective.noise),
  }
}

function scheduleOf(
  model: Model,
  { process, points = DEFAULTS.points, eps, grid }: LedgerOptions,
  noise: unknown,
): ProcessSchedule {
  const levels = points
  if (process)
    return { family: 'process', process: toCamel(process) as ProcessSpec, levels, eps: eps ?? DEFAULTS.eps, grid }
  const law = noiseSpec.safeParse(noise)
  if (law.success && law.data.name === 'process') {
    const { process: spec, eps: least } = toCamel(law.data) as { process: ProcessSpec; eps: number }
    return { family: 'process', process: spec, levels, eps: eps ?? Math.max(least, DEFAULTS.eps), grid }
  }
  const half = model.dataRange ? (model.dataRange[1] - model.dataRange[0]) / 2 : 1
  const trained = model.sigmas && model.sigmas.sigmaMax >= WHOLE_SPAN * model.sigmas.sigmaMin ? model.sigmas : null
  const sigmaMax = Math.min(trained?.sigmaMax ?? Infinity, SPAN.sigmaMax * half)
  const least = eps ?? Math.max(trained?.sigmaMin ?? 0, SPAN.sigmaMin * half)
  return { family: 'process', process: { family: 'edm', sigmaMax }, levels, eps: least, grid: grid ?? 'karras-7' }
}

/** The configuration of the run that trained it, where one here did. */
function trainingOf(model: Model, from: Surroundings) {
  if (model.origin !== 'trained') return null
  const found = findModel(model.reference, 'network', 'train', from)
  const config = found.kind === 'run' ? from.history.read.configOf(found.run.id) : null
  return config?.kind === 'train' ? config : null
}
