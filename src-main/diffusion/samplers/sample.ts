/** Draws any number of samples in chunks of bounded memory, whole images out, and goes on from any chunk. */
import type { Tensor4D } from '@tensorflow/tfjs'
import type { Tf } from '#compute/backend.ts'
import type { Level } from '#theory/grids/levels.ts'
import type { Process } from '#theory/process/process.ts'
import type { ImageShape } from '../networks/network.ts'
import type { Denoiser, LogDensity } from '../scores/denoiser.ts'
import { type Start, startNoise, stepNoise } from './noise.ts'
import { costOfWalk, levelsOf, samplerOf, stepsInTime, type SamplerChoice } from './samplers.ts'
import { type Acceptance, walk, type StepReport, type Walk } from './walk.ts'

export type SampleChunk = {
  index: number
  /** Index of its first sample among all, and how many it holds. */
  from: number
  count: number
  /** What the sampler ended in, NHWC, data units. */
  raw: Float32Array
  /** The same clamped to the data range; equal to `raw` where the range is unbounded. */
  images: Float32Array
  /** Samples with a value that is NaN or infinite: a diverged walk is shown, not hidden. */
  nonFinite: number
  /** Evaluations each of its samples took, counted. */
  nfe: number
  seconds: number
} & Acceptance

export type ChunkStep = StepReport & { chunk: number; chunks: number; steps: number }

export type SampleChunks = Partial<Start> & {
  tf: Tf
  denoiser: Denoiser
  /** Of an exact score; what `mala` asks for. */
  logDensity?: LogDensity
  sampler: SamplerChoice
  /** Largest noise first, without a last 0. */
  levels: readonly Level[]
  /** Whose times the levels carry: samplers that step in t end there in x_t of the last time, others in x_0. */
  process?: Process | null
  /** C x at a level, where the score is one under a corruption. */
  corrupt?: Walk<never>['corrupt']
  /** Images x0 for the samples of these indices, that a walk starts from as C x0 + sigma_1 z; made inside `tf.tidy`. */
  clean?: (samples: readonly number[]) => Tensor4D
  n: number
  /** Samples computed at once: it bounds the memory and changes nothing else. */
  chunk: number
  seed: number
  shape: ImageShape
  /** Range of the images; null for the points of an unbounded law. */
  dataRange: readonly [number, number] | null
  /** First chunk to compute: those before it are there from an earlier run. */
  fromChunk?: number
  signal?: AbortSignal
  onStep?: (step: ChunkStep) => void | Promise<void>
  onChunk: (chunk: SampleChunk) => void | Promise<void>
}

/** Totals over the chunks computed in this call. `evaluations` counts calls of the denoiser, each over a whole chunk. */
export type SampleTotals = {
  chunks: number
  samples: number
  nfe: number
  evaluations: number
  seconds: number
  nonFinite: number
}

/** Sample i is the same whatever `n`, `chunk` and `fromChunk` are (to float tolerance: a backend may sum in another order). */
export async function sampleChunks(options: SampleChunks): Promise<SampleTotals> {
  const { tf, denoiser, sampler, n, chunk, seed, shape, dataRange, start = 'normal', signal, onStep, onChunk } = options
  const entry = samplerOf(sampler)
  const { process = null } = options
  const levels = levelsOf(sampler, options.levels, process)
  const { steps } = costOfWalk(sampler, { levels: options.levels.length, process })
  const ends = endsOf(sampler, levels, process)
  const chunks = Math.ceil(n / chunk)
  const totals: SampleTotals = { chunks: 0, samples: 0, nfe: 0, evaluations: 0, seconds: 0, nonFinite: 0 }

  for (let index = options.fromChunk ?? 0; index < chunks; index++) {
    const began = performance.now()
    const from = index * chunk
    const samples = Array.from({ length: Math.min(chunk, n - from) }, (_, i) => from + i)
    const noise = { tf, seed, samples, shape }
    const noisy = startNoise(noise, {
      start,
      startMean: options.startMean && options.startMean / ends.first,
      startStd: options.startStd && options.startStd / ends.first,
      sigma: ends.startStd,
      dataRange: dataRange ?? [0, 1],
    })
    const first = options.clean ? underway(tf, options, samples, levels[0], noisy) : noisy
    const walked = walk({
      tf,
      sampler: entry.sample,
      parameters: sampler,
      denoiser,
      logDensity: options.logDensity,
      levels,
      process,
      corrupt: options.corrupt,
      start: first,
      noise: (draw) => stepNoise(noise, draw),
      signal,
      onStep: onStep && ((step) => onStep({ ...step, chunk: index, chunks, steps })),
    })
    const { x, nfe, proposed, accepted } = await walked.finally(() => first.dispose())
    const walkedTo = (await x.data().finally(() => x.dispose())) as Float32Array
    const raw = ends.last === 1 ? walkedTo : walkedTo.map((value) => value * ends.last)
    const seconds = (performance.now() - began) / 1000

    const nonFinite = countNonFinite(raw, samples.length)
    totals.chunks++
    totals.samples += samples.length
    totals.nfe = nfe
    totals.evaluations += nfe
    totals.seconds += seconds
    totals.nonFinite += nonFinite
    const images = dataRange ? clamp(raw, dataRange) : raw
    await onChunk({ index, from, count: samples.length, raw, images, nonFinite, nfe, seconds, proposed, accepted })
  }
  return totals
}

/**
 * The state that is walked is x_t/alpha: alpha where it starts (1 without a process) and, of samplers that step in t, where it ends. The
 * start is that of the process, N(0, 1) of VP, or sigma_1 z.
 */
function endsOf(sampler: SamplerChoice, levels: readonly Level[], process: Process | null) {
  if (!process) return { first: 1, last: 1, startStd: levels[0].sigma }
  const t = levels[0].t!
  const first = process.alpha(t)
  const last = stepsInTime(sampler, process) ? process.alpha(levels.at(-1)!.t!) : 1
  return { first, last, startStd: Math.sqrt(process.priorVariance(t)) / first }
}

/** C x0 + sigma_1 z; takes `noisy` over. */
function underway(
  tf: Tf,
  { clean, corrupt = (x) => x }: Pick<SampleChunks, 'clean' | 'corrupt'>,
  samples: readonly number[],
  level: Level,
  noisy: Tensor4D,
): Tensor4D {
  const first = tf.tidy(() => corrupt(clean!(samples), level).add<Tensor4D>(noisy))
  noisy.dispose()
  return first
}

const clamp = (values: Float32Array, [lo, hi]: readonly [number, number]) =>
  values.map((value) => Math.min(hi, Math.max(lo, value)))

function countNonFinite(values: Float32Array, samples: number): number {
  const size = values.length / samples
  let count = 0
  for (let i = 0; i < samples; i++) if (!values.subarray(i * size, (i + 1) * size).every(Number.isFinite)) count++
  return count
}
