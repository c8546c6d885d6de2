/** Trains a score network: loss by step and by sigma, pictures on the way, whole checkpoints, exact resume. */
import { toCamel, toSnake } from '#contract/casing.ts'
import type { Corruption, CorruptionConfig } from '#contract/corruption.ts'
import type { DatasetConfig } from '#contract/dataset.ts'
import type { Job } from '#contract/engine.ts'
import type { NetworkPath } from '#contract/network-path.ts'
import { Refusal } from '#contract/refusal.ts'
import type { ConfigOf, RunConfig } from '#contract/run-config.ts'
import type { Schedule } from '#contract/schedule.ts'
import { isUnbounded } from '#datasets/dataset.ts'
import { buildNetwork } from '#diffusion/networks/build-network.ts'
import type { ImageShape, NetworkSpec } from '#diffusion/networks/network.ts'
import { train, type LoopConfig } from '#diffusion/training/loop.ts'
import { exportTraining, importStart, importTraining, startTraining } from '#diffusion/training/training-state.ts'
import { checkCorruption } from '#theory/corruptions/check-corruption.ts'
import type { CorruptionPath } from '#theory/corruptions/path.ts'
import { startAllocation } from '#theory/effort/infonoise.ts'
import { sigmasOf } from '#theory/grids/levels.ts'
import { scheduleLevels } from '#theory/grids/schedule-levels.ts'
import type { JobPort } from '../job-port.ts'
import { encodeNetwork, readNetworkFile } from '../network-file.ts'
import { hashFile } from '../weights-file.ts'
import { executionNotes, newestCheckpoint, saveCheckpoint, warnOfChanges } from './checkpoints.ts'
import { describeEnvironment, openJobCompute, weightsOf } from './open-job.ts'
import { openJobDataset } from './open-job-dataset.ts'
import { openTrainingStep } from './training-step.ts'
import { refuseOtherParametrisation } from './refuse-parametrisation.ts'
import { makePreview } from './training-preview.ts'

export async function trainJob(job: Job, port: JobPort): Promise<'finished' | 'stopped'> {
  const given = job.config as Extract<RunConfig, { kind: 'train' }>
  const config = toCamel(given) as ConfigOf<'train'>
  const compute = await openJobCompute(port)
  const dataset = await openJobDataset(job, config.dataset, port)
  const { height, width, channels } = dataset
  const network = buildNetwork(compute.tf, config.network as NetworkSpec, { height, width, channels }, config.seed)
  if (config.initial !== undefined) {
    const file = weightsOf(job, config.initial)
    refuseOtherParametrisation(readNetworkFile(file).spec, network.spec)
    importStart(compute.tf, network, readNetworkFile(file).tensors)
    port.log(`starts from the averaged weights of ${config.initial} (${hashFile(file).slice(0, 12)})`)
  }
  const state = startTraining(compute.tf, network)
  if (config.objective.noise.name === 'infonoise') state.allocation = startAllocation()
  const own = job.resume ? newestCheckpoint(job.folder, readNetworkFile, port) : null
  const checkpoint = own ?? (config.continues === undefined ? null : continuedState(job, config.continues, port))
  const saved = checkpoint?.saved
  if (saved) importTraining(compute.tf, state, saved.tensors)
  const { previewEvery, ...training } = config.training
  const path = config.schedule && pathOf(config.corruption, config.schedule, { height, width, channels })
  const loop: LoopConfig = { ...training, objective: config.objective, seed: config.seed, ...(path && { path }) }
  const { step, sync, execution } = await openTrainingStep(compute, state, loop, config.execution, port)
  const environment = describeEnvironment(compute, execution)
  port.environment(environment)
  if (saved) warnOfChanges(saved.notes, environment, port)
  const from = checkpoint?.step ?? 0
  port.log(`${network.parameterCount} parameters, ${execution.mode} ${execution.precision}, from step ${from}`)
  const unbounded = isUnbounded(dataset)
  const bounds = unbounded ? null : network.dataRange
  const preview = makePreview(compute.tf, state, loop, port, { folder: job.folder, bounds, dataset })

  const { outcome, done } = await train(
    compute.tf,
    state,
    dataset,
    loop,
    {
      step,
      signal: port.signal,
      onTick({ step, loss, gradientNorm, learningRate, imagesPerSecond, binnedBy, bins }) {
        const secondsPerStep = loop.batchSize / imagesPerSecond
        const values: Record<string, number> = { loss, gradient_norm: gradientNorm, learning_rate: learningRate }
        values.images_per_second = imagesPerSecond
        for (const { from: low, loss: mean } of bins)
          if (mean !== null) values[`loss_${binnedBy}_${low.toPrecision(3)}`] = mean
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
        const { spec, shape } = network
        const notes = { step: String(steps), ...executionNotes(environment) }
        saveCheckpoint(
          job,
          steps,
          encodeNetwork({
            spec,
            shape,
            unbounded,
            path: path && toFile(path, given.dataset),
            tensors: exportTraining(state),
            notes,
          }),
          port,
        )
      },
    },
    from,
  )
  if (outcome === 'diverged') throw divergence(done)
  return outcome === 'cancelled' ? 'stopped' : 'finished'
}

/** The schedule's levels under the corruption, held against the images. */
function pathOf(corruption: Corruption = { name: 'identity' }, schedule: Schedule, shape: ImageShape): CorruptionPath {
  const levels = scheduleLevels(schedule)
  checkCorruption(corruption, levels, shape)
  return { corruption, levels }
}

const toFile = ({ corruption, levels }: CorruptionPath, data: DatasetConfig): NetworkPath => ({
  corruption: toSnake(corruption) as CorruptionConfig,
  t: levels.map(({ t = 0 }) => t),
  sigmas: sigmasOf(levels),
  levels: levels.map(({ corruption = 0 }) => corruption),
  data,
})

/** Where the training that goes on here has stopped. */
function continuedState(job: Job, continues: string, port: JobPort) {
  const { folder, runId } = job.inputs[continues]
  const state = newestCheckpoint(folder, readNetworkFile, port)
  if (!state)
    throw new Refusal(`continues: run ${continues} has no checkpoint to go on from; train anew instead.`, {
      field: 'continues',
      code: 'not-found',
    })
  port.log(`goes on from step ${state.step} of run ${continues} (${runId}), with its averages, moments and data order`)
  return state
}

/** Before any step the weights are as they were drawn, so that no learning rate can be the cause. */
export function divergence(done: number): Refusal {
  if (done > 0)
    return new Refusal(
      `The loss is not finite at step ${done + 1}. The weights of step ${done} are kept; lower training.learning_rate.`,
      { field: 'training.learning_rate' },
    )
  return new Refusal(
    'The loss is not finite at step 1, before any weight has changed: look at the noise levels of objective.noise, at network.sigma_data and at the data.',
    { field: 'objective.noise' },
  )
}
