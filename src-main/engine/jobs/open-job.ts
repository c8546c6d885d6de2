/** What every job that computes does first: opens a backend and says what it computes with. */
import { arch, cpus, platform } from 'node:os'
import { openCompute, type Compute } from '#compute/backend.ts'
import type { Job, ModelFile } from '#contract/engine.ts'
import { Refusal } from '#contract/refusal.ts'
import type { RunEnvironment } from '#contract/run.ts'
import type { JobPort } from '../job-port.ts'

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

/** What an engine needs to open the network of a reference. */
export function modelOf(job: Job, reference: string): ModelFile {
  const file = weightsOf(job, reference)
  return job.inputs[reference].model ?? { kind: 'anneal', file, card: null, brought: null }
}
