/** What a configuration may name: an earlier run, a network or classifier that ships with the program, a file of weights. */
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { extname, join, resolve } from 'node:path'
import { decodeSafetensors } from '#compute/safetensors.ts'
import type { JobInput } from '#contract/engine.ts'
import { networkSpec } from '#contract/network.ts'
import { parse } from '#contract/parse.ts'
import { Refusal } from '#contract/refusal.ts'
import type { RunRecord } from '#contract/run.ts'
import type { RunKind } from '#contract/run-config.ts'
import type { DataRange } from '#contract/schedule.ts'
import { callerPath } from '#history/caller-path.ts'
import type { History } from '#history/history.ts'
import { readRunFile } from '#history/run-folder.ts'

export type Surroundings = {
  history: History
  /** Folder of what ships with the program: `NAME/weights.safetensors` and `NAME/card.json` for each network. */
  resources: string
}

export type Reference = { kind: 'run'; run: RunRecord } | { kind: 'shipped' | 'file'; folder: string; weights: string }

export const looksLikeRun = (reference: string) =>
  /^#?\d+$/.test(reference) || /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(reference)
const looksLikeFile = (reference: string) => extname(reference) !== '' || /[\\/]/.test(reference)

/** The run that `field` names, of one of the `kinds`. */
export function findRun(reference: string, field: string, kinds: RunKind[], { history }: Surroundings): RunRecord {
  const run = history.read.find(reference)
  if (!run)
    throw new Refusal(`${field}: there is no run ${reference}; \`anneal runs\` lists those there are.`, {
      field,
      code: 'not-found',
    })
  if (!kinds.includes(run.kind))
    throw new Refusal(
      `${field}: run ${run.number} is of kind ${run.kind}; a run of kind ${kinds.join(' or ')} belongs here.`,
      {
        field,
      },
    )
  return run
}

/** The weights that `field` names: a run of kind `kind`, a shipped name or a file. They need not be there yet for a run. */
export function findWeights(reference: string, field: string, kind: RunKind, from: Surroundings): Reference {
  if (looksLikeRun(reference)) return { kind: 'run', run: findRun(reference, field, [kind], from) }
  if (looksLikeFile(reference)) {
    const weights = callerPath(reference)
    if (existsSync(weights) && extname(weights) === '.safetensors')
      return { kind: 'file', folder: resolve(weights, '..'), weights }
    const message = existsSync(weights)
      ? `${field}: ${weights} is no .safetensors file; weights are read in no other form.`
      : `${field}: there is no file ${weights}.`
    throw new Refusal(message, { field, code: 'not-found' })
  }
  const folder = join(from.resources, reference)
  const weights = join(folder, 'weights.safetensors')
  if (existsSync(weights)) return { kind: 'shipped', folder, weights }
  const known = shippedNames(from.resources)
  const offer = known.length ? `Shipped: ${known.join(', ')}. ` : ''
  const message = `${field}: nothing called ${reference} ships with Anneal. ${offer}Or give the number of a ${kind} run or a .safetensors file.`
  throw new Refusal(message, { field, code: 'not-found' })
}

const shippedNames = (resources: string) =>
  existsSync(resources)
    ? readdirSync(resources).filter((name) => existsSync(join(resources, name, 'weights.safetensors')))
    : []

/** The range that the sigmas of a network are measured against. */
export function dataRangeOf(reference: Reference, { history }: Surroundings): DataRange {
  if (reference.kind === 'run') {
    const { config } = history.read.get(reference.run.id)
    if (config.kind === 'train') return config.network.data_range
    throw new Error(`run ${reference.run.number} has no network`)
  }
  const { weights } = reference
  const { network } = decodeSafetensors(readFileSync(weights), weights).metadata
  if (network === undefined) {
    const message = `${weights} says nothing of its network: expected a safetensors file written by Anneal.`
    throw new Refusal(message, { field: weights, code: 'unsupported' })
  }
  return parse(networkSpec, JSON.parse(network), weights).data_range
}

/** What a job is handed of a reference, as things are when it starts. */
export function jobInput(reference: Reference, { history }: Surroundings): JobInput {
  if (reference.kind !== 'run')
    return { folder: reference.folder, weights: reference.weights, runId: null, kind: reference.kind }
  const { run } = reference
  const folder = history.read.folderOf(run.id)
  const { checkpoint } = readRunFile(folder)
  return { folder, weights: checkpoint && join(folder, checkpoint.file), runId: run.id, kind: run.kind }
}
