/** Trains a score network: loss by step and by sigma, pictures on the way, whole checkpoints, exact resume. */
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Tf } from '#compute/backend.ts'
import { toCamel } from '#contract/casing.ts'
import type { Job } from '#contract/engine.ts'
import { Refusal } from '#contract/refusal.ts'
import type { ConfigOf } from '#contract/run-config.ts'
import type { RunEnvironment } from '#contract/run.ts'
import { buildNetwork } from '#diffusion/networks/build-network.ts'
import type { NetworkSpec } from '#diffusion/networks/network.ts'
import { train, type LoopConfig } from '#diffusion/training/loop.ts'
import {
  exportTraining,
  importTraining,
  startTraining,
  type TrainingState,
} from '#diffusion/training/training-state.ts'
import { writeWhole } from '#history/write-whole.ts'
import type { JobPort } from '../job-port.ts'
import { encodeNetwork, readNetworkFile } from '../network-file.ts'
import { describeEnvironment, openJobCompute } from './open-job.ts'
import { openJobDataset } from './open-job-dataset.ts'
import { openTrainingStep } from './training-step.ts'
import { makePreview } from './training-preview.ts'

const CHECKPOINT = /^step-(\d{8})\.safetensors$/
/** Older ones are removed: the newest, and one before it in case a disk loses the newest. */
const KEPT_CHECKPOINTS = 2

export async function trainJob(job: Job, port: JobPort): Promise<'finished' | 'stopped'> {
  const config = toCamel(job.config) as ConfigOf<'train'>
  const compute = await openJobCompute(port)
  const dataset = await openJobDataset(job, config.dataset, port)
  const { height, width, channels } = dataset
  const network = buildNetwork(compute.tf, config.network as NetworkSpec, { height, width, channels }, config.seed)
  const state = startTraining(compute.tf, network)
  const checkpoint = job.resume ? restore(compute.tf, job, state) : null
  const { previewEvery, ...training } = config.training
  const loop: LoopConfig = { ...training, objective: config.objective, seed: config.seed }
  const { step, sync, execution } = openTrainingStep(compute, state, dataset, loop, config.execution, port)
  const environment = describeEnvironment(compute, execution)
  port.environment(environment)
  if (checkpoint) warnOfChanges(checkpoint.notes, environment, port)
  const from = checkpoint?.step ?? 0
  port.log(`${network.parameterCount} parameters, ${execution.mode} ${execution.precision}, from step ${from}`)
  const preview = makePreview(compute.tf, state, loop, port)

  const { outcome, done } = await train(
    compute.tf,
    state,
    dataset,
    loop,
    {
      step,
      signal: port.signal,
      onTick({ step, loss, gradientNorm, learningRate, imagesPerSecond, lossBySigma }) {
        const secondsPerStep = loop.batchSize / imagesPerSecond
        const values: Record<string, number> = { loss, gradient_norm: gradientNorm, learning_rate: learningRate }
        values.images_per_second = imagesPerSecond
        for (const { from: low, loss: mean } of lossBySigma)
          if (mean !== null) values[`loss_sigma_${low.toPrecision(3)}`] = mean
        const secondsLeft = secondsPerStep * (loop.steps - step)
        port.tick({ step, steps: loop.steps, secondsPerStep, secondsLeft }, values)
      },
      async onStep(steps) {
        if (steps % previewEvery !== 0 && steps !== loop.steps) return
        sync()
        await preview(steps)
      },
      onCheckpoint(steps) {
        sync()
        save(job, state, steps, environment, port)
      },
    },
    from,
  )
  if (outcome === 'diverged')
    throw new Refusal(
      `The loss is not finite at step ${done + 1}. The weights of step ${done} are kept; lower training.learning_rate.`,
      { field: 'training.learning_rate' },
    )
  return outcome === 'cancelled' ? 'stopped' : 'finished'
}

function save(job: Job, state: TrainingState, done: number, environment: RunEnvironment, port: JobPort): void {
  const folder = join(job.folder, 'checkpoints')
  mkdirSync(folder, { recursive: true })
  const file = `checkpoints/step-${String(done).padStart(8, '0')}.safetensors`
  const { spec, shape } = state.network
  const notes = { step: String(done), ...facts(environment) }
  port.assertAlive()
  writeWhole(join(job.folder, file), encodeNetwork({ spec, shape, tensors: exportTraining(state), notes }))
  port.checkpoint(done, file)
  for (const { name } of checkpoints(job).slice(0, -KEPT_CHECKPOINTS)) rmSync(join(folder, name))
}

/** Puts the newest checkpoint in place; null where there is none yet. */
function restore(tf: Tf, job: Job, state: TrainingState): { step: number; notes: Record<string, string> } | null {
  const newest = checkpoints(job).at(-1)
  if (!newest) return null
  const { tensors, notes } = readNetworkFile(join(job.folder, 'checkpoints', newest.name))
  importTraining(tf, state, tensors)
  return { step: newest.step, notes }
}

function warnOfChanges(before: Record<string, string>, environment: RunEnvironment, port: JobPort): void {
  const changed = Object.entries(facts(environment)).filter(([key, value]) => before[key] !== value)
  if (changed.length === 0) return
  const sentence = changed.map(([key, value]) => `${key} was ${before[key]}, is ${value}`).join('; ')
  port.log(`Resumed, but not bit for bit: ${sentence}.`, 'warning')
}

function checkpoints(job: Job): { name: string; step: number }[] {
  const folder = join(job.folder, 'checkpoints')
  mkdirSync(folder, { recursive: true })
  return readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const match = CHECKPOINT.exec(name)
      return match ? [{ name, step: Number(match[1]) }] : []
    })
}

/** What must be equal for a resumed run to give the same bits. */
const facts = ({ mode, precision, backend, backendVersion, threads, cpu }: RunEnvironment) => ({
  mode,
  precision,
  backend: `${backend} ${backendVersion}`,
  threads: String(threads),
  cpu,
})
