/** Samples along a schedule: chunk by chunk to disk, previews while the noise falls, resumed from the last whole chunk. */
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { Job } from '#contract/engine.ts'
import { toCamel } from '#contract/casing.ts'
import { Refusal } from '#contract/refusal.ts'
import type { ConfigOf, RunConfig } from '#contract/run-config.ts'
import { networkOf, scoreWords } from '#contract/score.ts'
import { gridPng } from '#pictures/grid-png.ts'
import type { ImageShape } from '#diffusion/networks/network.ts'
import { sampleChunks, type ChunkStep } from '#diffusion/samplers/sample.ts'
import { costOfWalk, type SamplerChoice } from '#diffusion/samplers/samplers.ts'
import { writeWhole } from '#files/write-whole.ts'
import { processOfSchedule } from '#theory/grids/process-levels.ts'
import { scheduleLevels } from '#theory/grids/schedule-levels.ts'
import { normals, STREAMS, uniforms } from '#theory/noise/philox.ts'
import type { JobPort } from '../job-port.ts'
import { ADVICE } from '../finite-samples.ts'
import { isKeptStep, writePreview } from '../preview-files.ts'
import { chunkSize, dropChunks, finishedChunks, readSamples, writeChunk } from '../sample-files.ts'
import { readRecord, writeRecord, type SampleRecord } from '../sample-record.ts'
import { executionNotes, warnOfChanges } from './checkpoints.ts'
import { openScore } from '../scores/open-score.ts'
import { openJobDataset } from './open-job-dataset.ts'
import { describeEnvironment, openJobCompute, scoreFileOf } from './open-job.ts'
import { openSamplingCorruption } from './sampling-corruption.ts'
import { openSamplingDenoiser } from './sampling-denoiser.ts'

/** Samples shown on the first sheet, and in previews. */
const SHOWN = 64
const COLUMNS = 8
const PREVIEW_MILLISECONDS = 250

export async function sampleJob(job: Job, port: JobPort): Promise<'finished' | 'stopped'> {
  const config = toCamel(job.config) as ConfigOf<'sample'>
  const compute = await openJobCompute(port)
  const { tf } = compute
  const given = job.config as Extract<RunConfig, { kind: 'sample' }>
  const score = await openScore(compute, scoreFileOf(job, given), (dataset) => openJobDataset(job, dataset, port))
  const { shape, dataRange, bounds } = score
  const sampler = config.sampler as SamplerChoice
  const levels = scheduleLevels(config.schedule)
  const process = processOfSchedule(config.schedule)
  const { n, seed } = config
  const start = config.start === 'corrupted' ? 'normal' : config.start
  const { under } = await openSamplingCorruption(tf, score, { ...config, levels }, (dataset) =>
    openJobDataset(job, dataset, port),
  )
  const { nfe } = costOfWalk(sampler, { levels: levels.length, process })
  const weights = score.hash
  const before = job.resume ? readRecord(job.folder) : null
  if (before && before.weights !== weights)
    throw new Refusal(
      `${networkOf(given) === null ? 'The data' : 'The weights'} of ${scoreWords(given)} have changed since the first ${before.chunks} chunks of samples were drawn. Start a new run.`,
      { field: given.score ? 'score' : 'network', code: 'conflict' },
    )
  const fromChunk = before ? Math.min(before.chunks, finishedChunks(job.folder)) : 0
  port.assertAlive()
  dropChunks(job.folder, fromChunk)
  const wanted = fromChunk > 0 ? chunkSize(job.folder) : config.chunk
  const { denoised, chunk, execution } = await openSamplingDenoiser(
    compute,
    score,
    { n, nfe, chunk: wanted },
    config.execution,
    port,
  )
  const environment = describeEnvironment(compute, execution)
  port.environment(environment)
  if (before) warnOfChanges(before.execution, environment, port)
  const drawn = { weights, execution: executionNotes(environment), chunks: fromChunk }
  let record: SampleRecord = { seconds: 0, nonFinite: 0, ...before, ...drawn }
  port.log(
    `${levels.length} levels from ${levels[0].sigma} to ${levels.at(-1)?.sigma}, ${sampler.name}, ${nfe} evaluations a sample`,
  )

  const began = performance.now()
  let previewedAt = 0
  let steppedAt = 0

  async function onStep({ chunk: index, step, steps, sigma, denoised }: ChunkStep): Promise<void> {
    const seconds = (performance.now() - began) / 1000
    const samplesDone = Math.min(n, index * chunk + (chunk * step) / steps)
    const rate = (samplesDone - fromChunk * chunk) / seconds
    const secondsLeft = (n - samplesDone) / rate
    const progress = {
      step: Math.floor(samplesDone),
      steps: n,
      secondsPerStep: seconds - steppedAt,
      secondsLeft,
    }
    steppedAt = seconds
    // All samples of a chunk stand at one step of the walk; how many are done is a share of the work.
    if (index === 0) port.tick(progress, { sigma }, step)
    else port.tick(progress, { samples_per_second: rate })
    if (index > 0) return
    const kept = isKeptStep(step, steps)
    const due = performance.now() - previewedAt >= PREVIEW_MILLISECONDS
    if (!kept && !due) return
    const shown = Math.min(SHOWN, denoised.shape[0])
    const pixels = (denoised.dataSync() as Float32Array).subarray(0, (shown * denoised.size) / denoised.shape[0])
    const png = await gridPng(pixels, { ...shape, count: shown }, { range: dataRange, columns: COLUMNS })
    if (kept) {
      port.assertAlive()
      writePreview(job.folder, { step, sigma, png })
    }
    if (due) {
      previewedAt = performance.now()
      port.preview({ step, sigma, png, columns: COLUMNS, rows: Math.ceil(shown / COLUMNS) })
    }
  }

  try {
    const totals = await sampleChunks({
      tf,
      denoiser: denoised,
      logDensity: score.logDensity,
      sampler,
      levels,
      process,
      ...under,
      n,
      chunk,
      seed,
      shape,
      dataRange: bounds,
      start,
      startMean: config.startMean,
      startStd: config.startStd,
      fromChunk,
      signal: port.signal,
      onStep,
      async onChunk({ index, images, seconds, nonFinite, proposed, accepted }) {
        port.assertAlive()
        writeChunk(job.folder, index, images, shape)
        record = {
          ...record,
          chunks: index + 1,
          seconds: record.seconds + seconds,
          nonFinite: record.nonFinite + nonFinite,
          ...(proposed > 0 && {
            proposed: (record.proposed ?? 0) + proposed,
            accepted: (record.accepted ?? 0) + accepted,
          }),
        }
        writeRecord(job.folder, record)
      },
    })
    const { seconds, nonFinite, proposed = 0, accepted = 0 } = record
    if (nonFinite > 0)
      port.log(
        `${nonFinite} of ${n} samples are not finite (NaN or infinite): the sampler diverged. ${ADVICE}`,
        'warning',
      )
    port.tick({ step: n, steps: n, secondsPerStep: seconds / n, secondsLeft: 0 })
    await writeSheet(job, dataRange)
    const protocol = {
      sampler,
      ...('weights' in given && { weights: given.weights }),
      ...(given.score && { score: given.score }),
      ...(given.corruption && { corruption: given.corruption }),
      start: config.start,
      ...(given.start_from && { start_from: given.start_from }),
      ...(given.start_mean !== undefined && { start_mean: given.start_mean }),
      ...(given.start_std !== undefined && { start_std: given.start_std }),
      seed,
      n,
      chunk,
    }
    port.results([
      { name: 'nfe', value: nfe, protocol: { counted: totals.nfe || nfe, per: 'sample' } },
      { name: 'seconds', value: seconds, protocol: { samples: n, of: 'chunks drawn, in all sessions' } },
      { name: 'non_finite', value: nonFinite, protocol: { counted: 'samples with a value that is not finite' } },
      { name: 'share_not_finite', value: nonFinite / n, protocol: { not_finite: nonFinite, n } },
      ...(proposed > 0
        ? [{ name: 'acceptance', value: accepted / proposed, protocol: { proposed, of: 'steps of all samples' } }]
        : []),
      {
        name: 'noise',
        value: null,
        protocol: { ...protocol, hash: noiseHash(seed, shape, given), generator: 'Philox4x32-10' },
      },
    ])
    return 'finished'
  } catch (error) {
    if (port.signal.aborted) return 'stopped'
    throw error
  }
}

/** The first samples side by side, whatever the chunks were. */
async function writeSheet({ folder }: Job, range: readonly [number, number]) {
  const { images, count, shape } = readSamples(folder, SHOWN)
  writeWhole(
    join(folder, 'samples', 'sheet.png'),
    await gridPng(images, { ...shape, count }, { range, columns: COLUMNS }),
  )
}

/**
 * SHA-256 of the unit normals (or, where the start is uniform, uniforms) that sample 0 starts from. Sample i of every run with this
 * hash starts from the same ones, however many are drawn: they depend on seed, sample, image shape and kind of start alone, and where
 * images are corrupted on which data these are drawn from.
 */
function noiseHash(
  seed: number,
  { height, width, channels }: ImageShape,
  { start, start_from: from, score, network }: Extract<RunConfig, { kind: 'sample' }>,
): string {
  const values = new Float32Array(height * width * channels)
  const draw = start === 'uniform' ? uniforms : normals
  draw({ seed, stream: STREAMS.start, sample: 0, step: 0 }, values)
  const hash = createHash('sha256').update(new Uint8Array(values.buffer))
  if (start === 'corrupted') hash.update(JSON.stringify(from ?? score ?? network))
  return hash.digest('hex')
}
