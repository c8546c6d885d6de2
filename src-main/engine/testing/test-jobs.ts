/** Jobs for tests of the machinery around them: real processes, no tensors. What one does is chosen by the run's name. */
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Job } from '#contract/engine.ts'
import { toCamel } from '#contract/casing.ts'
import type { ConfigOf } from '#contract/run-config.ts'
import { Refusal } from '#contract/refusal.ts'
import { writeJson } from '#files/write-whole.ts'
import type { JobPort, Jobs, RunJob } from '../job-port.ts'

export const ENVIRONMENT = {
  anneal: '0',
  node: process.version,
  platform: process.platform,
  cpu: 'any',
  backend: 'none',
  backendVersion: '0',
  threads: 1,
  devices: [],
  mode: 'eager',
  precision: 'float32',
  passedOver: [],
} as const

/** Adds one to a sum at each step and keeps it in a checkpoint every fifth, so that a resume can be told from a new start. Opens the data set `mixture`, and no other. */
const count: RunJob = async (job, port) => {
  const { dataset, training, continues } = toCamel(job.config) as ConfigOf<'train'>
  const { steps } = training
  if (dataset.name === 'mixture') {
    // Loaded late: other tests start many engines that read no data.
    const { openJobDataset } = await import('../jobs/open-job-dataset.ts')
    await openJobDataset(job, dataset, port)
  }
  port.environment({ ...ENVIRONMENT, devices: [], passedOver: [] })
  const own = job.resume ? lastCheckpoint(job.folder) : null
  let { step, sum } = own ??
    (continues === undefined ? null : lastCheckpoint(job.inputs[continues].folder)) ?? { step: 0, sum: 0 }
  while (step < steps) {
    await sleep(Number(process.env.ANNEAL_TEST_STEP ?? 2))
    await port.breathe()
    if (port.signal.aborted) return 'stopped'
    step++
    sum = (sum * 31 + step) % 1_000_003
    port.tick({ step, steps, secondsPerStep: 0.002 }, { loss: 1 / step, sum })
    if (step % 5 === 0 || step === steps) save(job, port, step, sum)
  }
  port.preview({ step, sigma: null, png: new Uint8Array([1, 2, 3]), columns: 1, rows: 1 })
  port.results([{ name: 'sum', value: sum, low: sum - 1, high: sum + 1, confidence: 0.95, protocol: { of: 'steps' } }])
  return 'finished'
}

function save(job: Job, port: JobPort, step: number, sum: number): void {
  const file = `checkpoints/${String(step).padStart(8, '0')}.json`
  port.assertAlive()
  writeJson(join(job.folder, file), { step, sum })
  port.checkpoint(step, file)
}

function lastCheckpoint(run: string): { step: number; sum: number } | null {
  const folder = join(run, 'checkpoints')
  const file = readdirSync(folder)
    .filter((name) => name.endsWith('.json') && !name.startsWith('.'))
    .toSorted()
    .at(-1)
  return file ? JSON.parse(readFileSync(join(folder, file), 'utf8')) : null
}

const FAULTS: Record<string, (job: Job, port: JobPort) => Promise<'finished' | 'stopped'>> = {
  refuse: async () => {
    throw new Refusal('The loss is not finite at step 3.', { field: 'training.learning_rate' })
  },
  throw: async () => {
    throw new TypeError('a bug')
  },
  full: async () => {
    throw new Refusal('The disk is full.', { field: 'x', code: 'no-space' })
  },
  abort: async () => process.abort(),
  'abort once': async (job, port) => {
    if (existsSync(join(job.folder, 'once'))) return count(job, port)
    writeJson(join(job.folder, 'once'), true)
    return process.abort()
  },
  /** Neither listens nor speaks. */
  hang: async (_, port) => {
    port.environment({ ...ENVIRONMENT, devices: [], passedOver: [] })
    port.tick({ step: 1, steps: 2, secondsPerStep: 0.01 })
    await port.breathe()
    for (;;);
  },
  'no environment': async (_, port) => {
    port.tick({ step: 1, steps: 2, secondsPerStep: 0.01 })
    return 'finished'
  },
}

const train: RunJob = (job, port) => (FAULTS[job.config.name ?? ''] ?? count)(job, port)

export const JOBS: Jobs = {
  train,
  sample: async () => 'finished',
  evaluate: async () => 'finished',
  compare: async () => 'finished',
}
