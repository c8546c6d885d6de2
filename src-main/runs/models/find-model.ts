/** A network or classifier by what a configuration calls it: a run, a shipped or brought name, or a file of weights. */
import { existsSync } from 'node:fs'
import { dirname, extname, join } from 'node:path'
import { readSafetensorsHeader } from '#files/safetensors-header.ts'
import type { JobInput, ModelFile } from '#contract/engine.ts'
import { networkSpec } from '#contract/network.ts'
import { parse } from '#contract/parse.ts'
import { Refusal } from '#contract/refusal.ts'
import type { RunRecord } from '#contract/run.ts'
import type { RunKind } from '#contract/run-config.ts'
import type { DataRange } from '#contract/schedule.ts'
import { callerPath } from '#files/caller-path.ts'
import { listBrought, readBrought, type BroughtNetwork } from '#history/network-store.ts'
import { readRunFile } from '#history/run-folder.ts'
import { findRun, looksLikeRun, type Surroundings } from '../references.ts'
import { shippedNames } from './shipped.ts'

export type Found =
  | { kind: 'run'; run: RunRecord }
  | { kind: 'shipped' | 'file'; folder: string; weights: string }
  | { kind: 'brought'; network: BroughtNetwork }

const looksLikeFile = (reference: string) => extname(reference) !== '' || /[\\/]/.test(reference)

/** The model that `field` names, trained by a run of kind `kind`. The weights of a run need not be there yet. */
export function findModel(reference: string, field: string, kind: RunKind, from: Surroundings): Found {
  if (looksLikeRun(reference)) return { kind: 'run', run: findRun(reference, field, [kind], from) }
  if (looksLikeFile(reference)) return findFile(reference, field)
  const folder = join(from.resources, reference)
  const weights = join(folder, 'weights.safetensors')
  if (existsSync(weights)) return { kind: 'shipped', folder, weights }
  const { networks } = from.history.home
  if (kind === 'train' && existsSync(join(networks, reference, 'network.json')))
    return { kind: 'brought', network: readBrought(networks, reference) }
  const named = from.history.read.list({}).filter((run) => run.kind === kind && run.name === reference)
  if (named.length === 1) return { kind: 'run', run: named[0] }
  if (named.length > 1) {
    const numbers = named.map(({ number }) => number).join(', ')
    throw new Refusal(
      `${field}: ${named.length} runs are called ${reference}. Name the one you mean by its number: ${numbers}.`,
      { field },
    )
  }
  throw unknownModel(reference, field, kind, from)
}

function unknownModel(reference: string, field: string, kind: RunKind, from: Surroundings): Refusal {
  const brought = kind === 'train' ? listBrought(from.history.home.networks).brought.map(({ name }) => name) : []
  const known = [...shippedNames(from.resources), ...brought]
  const offer = known.length ? `There are: ${known.join(', ')}. ` : ''
  const message = `${field}: there is no model ${reference}. ${offer}Or give the number of a ${kind} run or a .safetensors file.`
  return new Refusal(message, { field, code: 'not-found' })
}

function findFile(reference: string, field: string): Found {
  const weights = callerPath(reference)
  const extension = extname(weights).toLowerCase()
  if (existsSync(weights) && extension === '.safetensors') return { kind: 'file', folder: dirname(weights), weights }
  const message = !existsSync(weights)
    ? `${field}: there is no file ${weights}.`
    : extension === '.onnx'
      ? `${field}: ${weights} needs a card; bring it in first with anneal networks import, then choose it by its name.`
      : `${field}: ${weights} is no .safetensors file; weights are read in no other form.`
  throw new Refusal(message, { field, code: 'not-found' })
}

/** The range that the sigmas of a network are measured against. */
export function dataRangeOf(found: Found, { history }: Surroundings): DataRange {
  if (found.kind === 'run') {
    const config = history.read.configOf(found.run.id)
    if (config.kind === 'train') return config.network.data_range
    throw new Error(`run ${found.run.number} has no network`)
  }
  if (found.kind === 'brought' && found.network.card) return found.network.card.data_range
  const weights = found.kind === 'brought' ? join(found.network.folder, found.network.file) : found.weights
  const { network } = readSafetensorsHeader(weights).metadata
  if (network === undefined) {
    const message = `${weights} says nothing of its network: expected a safetensors file written by Anneal. One of diffusers is brought in first, with anneal networks import.`
    throw new Refusal(message, { field: weights, code: 'unsupported' })
  }
  return parse(networkSpec, JSON.parse(network), weights).data_range
}

/** What a job is handed of a model, as things are when it starts. */
export function jobInput(found: Found, { history }: Surroundings): JobInput {
  if (found.kind === 'brought') {
    const { folder, file, kind, hash, card } = found.network
    const path = join(folder, file)
    const model: ModelFile = { kind, file: path, card, brought: hash }
    return { folder, weights: path, runId: null, kind: 'brought', model }
  }
  if (found.kind !== 'run') {
    const { folder, weights, kind } = found
    return { folder, weights, runId: null, kind, model: ownFile(weights) }
  }
  const { run } = found
  const folder = history.read.folderOf(run.id)
  const { checkpoint } = readRunFile(folder)
  const weights = checkpoint && join(folder, checkpoint.file)
  return { folder, weights, runId: run.id, kind: run.kind, ...(weights && { model: ownFile(weights) }) }
}

const ownFile = (file: string): ModelFile => ({ kind: 'anneal', file, card: null, brought: null })
