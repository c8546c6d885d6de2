/** All models in one list: shipped, brought and trained, networks and classifiers, newest training first. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { countParameters, readSafetensorsHeader } from '#files/safetensors-header.ts'
import { toCamel } from '#contract/casing.ts'
import type { Model, ModelRole } from '#contract/models.ts'
import type { NetworkCard } from '#contract/network-card.ts'
import { Refusal } from '#contract/refusal.ts'
import type { RunDetail, RunRecord } from '#contract/run.ts'
import { trainedSigmas } from '#diffusion/scores/card-time.ts'
import { listBrought, type BroughtNetwork } from '#history/network-store.ts'
import { readRunFile } from '#history/run-folder.ts'
import type { Surroundings } from '../references.ts'
import { ownModel, type OwnNotes } from './own-model.ts'
import { shippedModels } from './shipped.ts'

const ROLES: Readonly<Partial<Record<RunRecord['kind'], ModelRole>>> = {
  train: 'network',
  'train-classifier': 'classifier',
}

/** Runs without a checkpoint and in the trash are no models; a file that cannot be read is left out, as its run says why. */
export function listModels(from: Surroundings): Model[] {
  const { brought } = listBrought(from.history.home.networks)
  const runs = from.history.read.list({})
  const trained = runs.flatMap((run) => trainedModel(run, runs, from))
  return [
    ...shippedModels(from.resources),
    ...brought.flatMap((network) => orNone(() => [broughtModel(network)])),
    ...trained,
  ]
}

export function needModel(reference: string, from: Surroundings): Model {
  const all = listModels(from)
  const found = all.find((model) => model.reference === reference || model.lineage.runId === reference)
  if (found) return found
  throw new Refusal(`There is no model ${reference}. There are: ${all.map((model) => model.reference).join(', ')}.`, {
    field: 'name',
    code: 'not-found',
  })
}

/** None of what cannot be read: whoever chooses it by name is told. */
function orNone(read: () => Model[]): Model[] {
  try {
    return read()
  } catch (error) {
    if (error instanceof Refusal) return []
    throw error
  }
}

/** By its number, or by its id where another run has that number too. */
function trainedModel(run: RunRecord, runs: readonly RunRecord[], from: Surroundings): Model[] {
  if (!ROLES[run.kind]) return []
  return orNone(() => {
    const folder = from.history.read.folderOf(run.id)
    const { checkpoint } = readRunFile(folder)
    const file = checkpoint && join(folder, checkpoint.file)
    if (!file || !existsSync(file)) return []
    const model = fromRun(from.history.read.get(run.id), readSafetensorsHeader(file))
    const clash = runs.some((other) => other.id !== run.id && other.number === run.number)
    return [clash ? { ...model, reference: run.id } : model]
  })
}

function fromRun(run: RunDetail, header: ReturnType<typeof readSafetensorsHeader>): Model {
  const { config } = run
  const dataset = 'dataset' in config ? config.dataset.name : null
  return {
    ...ownModel(header.metadata as OwnNotes, config.kind === 'train' ? config.objective : undefined),
    reference: String(run.number),
    name: run.name,
    origin: 'trained',
    parameters: countParameters(header, 'ema/'),
    bytes: header.bytes,
    hash: header.metadata.sha256 ?? null,
    lineage: { runId: run.id, run: run.number, dataset },
    licence: null,
    source: null,
    createdAt: run.endedAt ?? run.createdAt,
  }
}

function broughtModel(network: BroughtNetwork): Model {
  const { name, kind, hash, bytes, parameters, card, probe, importedAt, source, folder, file } = network
  const common = { reference: name, name, origin: 'brought', kind, hash, bytes, parameters, probe } as const
  const lineage = { runId: null, run: null, dataset: null }
  if (!card) {
    const own = ownModel(readSafetensorsHeader(join(folder, file)).metadata as OwnNotes, undefined)
    return { ...own, ...common, lineage, licence: null, source, createdAt: importedAt }
  }
  return {
    ...common,
    role: 'network',
    says: sayCard(toCamel(card), kind),
    shape: card.shape,
    dataRange: card.data_range,
    sigmas: trainedSigmas(toCamel(card).process),
    lineage,
    card,
    licence: card.licence ?? null,
    source: card.source ?? source,
    createdAt: importedAt,
  }
}

/** `eps on vp (linear, 1000), UNet2D`. */
export function sayCard({ parametrisation, form, process }: NetworkCard, kind: BroughtNetwork['kind']): string {
  const what = parametrisation === 'edm' && form === 'denoiser' ? 'EDM denoiser' : parametrisation
  const zero = process.name === 'vp' && process.zeroTerminalSnr ? ', zero terminal SNR' : ''
  const where = process.name === 'vp' ? `vp (${process.betas}, ${process.timesteps}${zero})` : process.name
  return `${what} on ${where}, ${kind === 'onnx' ? 'ONNX' : 'UNet2D'}`
}
