/** What every job that computes does first: opens a backend and says what it computes with. */
import { arch, cpus, platform } from 'node:os'
import { openCompute, type Compute } from '#compute/backend.ts'
import { toCamel } from '#contract/casing.ts'
import type { Job, ModelFile } from '#contract/engine.ts'
import { Refusal } from '#contract/refusal.ts'
import type { RunEnvironment } from '#contract/run.ts'
import type { RunConfig } from '#contract/run-config.ts'
import { scoreOf } from '#contract/score.ts'
import { scheduleLevels } from '#theory/grids/schedule-levels.ts'
import type { JobPort } from '../job-port.ts'
import type { ScoreFile } from '../scores/open-score.ts'

export type Execution = Pick<RunEnvironment, 'mode' | 'precision'>
export const EAGER: Execution = { mode: 'eager', precision: 'float32' }

export async function openJobCompute(port: JobPort): Promise<Compute> {
  const compute = await openCompute()
  for (const { candidate, reason } of compute.passedOver) port.log(`${candidate} passed over: ${reason}`)
  return compute
}

export function describeEnvironment(compute: Compute, execution: Execution): RunEnvironment {
  const { name, version, threads, devices, passedOver } = compute
  return {
    anneal: process.env.ANNEAL_VERSION ?? 'source',
    node: process.version,
    platform: `${platform()} ${arch()}`,
    cpu: cpus()[0]?.model ?? 'unknown',
    backend: name,
    backendVersion: version,
    threads,
    devices,
    passedOver,
    ...execution,
  }
}

/** The file of weights behind a reference of the configuration; the run or network it names must have one. */
export function weightsOf(job: Job, reference: string): string {
  const weights = job.inputs[reference]?.weights
  if (!weights)
    throw new Refusal(`${reference} has no weights yet: train it, or name another network.`, {
      field: 'network',
      code: 'not-found',
    })
  return weights
}

/** What an engine needs to open the score of a sampling run, whose resolved schedule states the units. */
export function scoreFileOf(job: Job, config: Extract<RunConfig, { kind: 'sample' }>): ScoreFile {
  const score = scoreOf(config)
  if (score.name === 'network') return { model: modelOf(job, score.network), weights: score.weights }
  const { corruption, schedule } = config
  const path = corruption && { corruption: toCamel(corruption), levels: scheduleLevels(toCamel(schedule)) }
  return { exact: score, dataRange: schedule.data_range ?? [0, 1], ...(path && { path }) }
}

/** What an engine needs to open the network of a reference. */
export function modelOf(job: Job, reference: string): ModelFile {
  const file = weightsOf(job, reference)
  return job.inputs[reference].model ?? { kind: 'anneal', file, card: null, brought: null }
}
