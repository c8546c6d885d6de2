/** The error ledger of a network on a data set: its score error by noise level, and what each part of a sampler costs with it. */
import type { Compute } from '#compute/backend.ts'
import type { Camel } from '#contract/casing.ts'
import type { DatasetConfig } from '#contract/dataset.ts'
import type { Against, ErrorLedger } from '#contract/ledger.ts'
import { Refusal } from '#contract/refusal.ts'
import { type Dataset, firstImages, isUnbounded } from '#datasets/dataset.ts'
import { empiricalScore } from '#diffusion/scores/empirical.ts'
import { gaussianScore } from '#diffusion/scores/gaussian.ts'
import { processLevels, type ProcessSchedule } from '#theory/grids/process-levels.ts'
import { jackknife, rootInterval } from '#theory/ledger/jackknife.ts'
import { ledgerOf, type LedgerData, type Measured } from '#theory/ledger/ledger.ts'
import { deviatingDenoiser, type Deviation } from '#theory/ledger/linear-denoiser.ts'
import { LEDGER_SCHEMES } from '#theory/ledger/linear-walk.ts'
import { processOf } from '#theory/process/processes.ts'
import { summarise } from '#theory/statistics/summary.ts'
import { checkMemory } from '../scores/exact-score.ts'
import { gaussianLaw } from '../scores/gaussian-law.ts'
import { ledgerFigures } from './ledger-figures.ts'
import { deviationOf, GROUPS, meanSquare } from './ledger-sums.ts'
import { measureScore } from './measure-score.ts'
import type { OpenNetwork } from './opened.ts'
import { imagesOf } from './probe-images.ts'

export type LedgerAsked = {
  against?: Against
  n: number
  levels: number
  /** Process, grid and last time that are walked. */
  schedule: ProcessSchedule
}
type Opened = { spec: Camel<DatasetConfig>; dataset: Dataset }

const CONFIDENCE = 0.95
const BANDS = 4
/** In d^2 floats twice over: more take minutes and gigabytes. */
const LARGEST = 4096

export async function errorLedger(
  { tf }: Compute,
  network: OpenNetwork,
  { spec, dataset }: Opened,
  { against = isUnbounded(dataset) ? 'gaussian' : 'empirical', n, levels, schedule }: LedgerAsked,
  tick: (stage: string, done: number, of: number) => Promise<void>,
): Promise<ErrorLedger> {
  const began = performance.now()
  const { shape, dataRange } = network
  const size = shape.height * shape.width * shape.channels
  if (size > LARGEST)
    throw new Refusal(
      `network: its images have ${size} numbers, and a ledger is kept for up to ${LARGEST}: the covariance of more takes hours.`,
      { field: 'network', code: 'unsupported' },
    )
  const process = processOf(schedule.process)
  const { times, sigmas } = processLevels(schedule)
  await tick('covariance', 0, 0)
  const law = await gaussianLaw(tf, spec, dataset, dataRange)
  if (against === 'empirical') checkMemory(dataset)
  const exact =
    against === 'gaussian'
      ? gaussianScore(tf, law)
      : empiricalScore(tf, { images: firstImages(dataset, dataRange), count: dataset.count })
  const spectrum = Float64Array.from(law.variances)
  const data: LedgerData = { spectrum, mu: along(law.mean, law.eigenvectors) }
  const measuredAt = geometric(sigmas[0], sigmas[sigmas.length - 1], levels)
  const images = imagesOf(dataset).in(dataRange, n)
  const { sums, squares } = await measureScore(
    tf,
    { denoised: network.denoised, exact: exact.denoised, law, shape, images, sigmas: measuredAt },
    (done, of) => tick('score', done, of),
  ).finally(() => exact.dispose())
  await tick('ledger', 0, 0)
  const without = Array.from({ length: GROUPS }, (_, g) => sums.map((level) => deviationOf(level, spectrum, g)))
  const measured: Measured = { all: sums.map((level) => deviationOf(level, spectrum)), without }
  const found = (level: number) => [measured.all[level], ...without.map((one) => one[level])]
  return {
    dataset: { name: dataset.name, hash: dataset.hash, n: images.length / size },
    against,
    process: schedule.process as ErrorLedger['process'],
    grid: schedule.grid ?? 'uniform',
    points: times.length,
    eps: times[times.length - 1],
    levels: measuredAt.map((sigma, level) => {
      const [whole, ...others] = found(level).map((deviation) => linearSquare(deviation, spectrum))
      const linear = jackknife(whole, others).value / meanSquare(sums[level])
      return {
        sigma,
        t: process.timeOf(sigma),
        error: rootOf(
          summarise(
            Array.from(squares[level], (square) => square / size),
            CONFIDENCE,
          ),
        ),
        linear: Number.isFinite(linear) ? Math.max(0, Math.min(1, linear)) : 0,
      }
    }),
    bits: bitsOf(measuredAt, squares, size),
    rows: LEDGER_SCHEMES.map((scheme) => ({
      scheme,
      nfe: (times.length - 1) * (scheme === 'heun' ? 2 : 1),
      ...ledgerOf(data, { process, scheme, times }, measured),
    })),
    bands: bandsOf(spectrum).map((members) => ({
      from: spectrum[members[0]],
      to: spectrum[members[members.length - 1]],
      count: members.length,
      relative: measuredAt.map((_, level) => {
        const [whole, ...others] = found(level).map((deviation) => relativeSquare(deviation, spectrum, members))
        return rootInterval(whole, others)
      }),
    })),
    figures: ledgerFigures({
      data,
      process,
      times,
      timesTo: (eps) => processLevels({ ...schedule, eps }).times,
      learned: deviatingDenoiser(spectrum, measured.all),
    }),
    seconds: (performance.now() - began) / 1000,
  }
}

const geometric = (most: number, least: number, count: number) =>
  Array.from({ length: count }, (_, i) => most * (least / most) ** (i / (count - 1)))

/** V' mean; eigenvectors are the columns. */
function along(mean: Float32Array, eigenvectors?: Float32Array): Float64Array {
  if (!eigenvectors) return Float64Array.from(mean)
  const size = mean.length
  const mu = new Float64Array(size)
  for (let i = 0; i < size; i++) for (let k = 0; k < size; k++) mu[k] += mean[i] * eigenvectors[i * size + k]
  return mu
}

const rootOf = ({ mean, low, high }: { mean: number; low: number | null; high: number | null }) => {
  const root = (value: number) => Math.sqrt(Math.max(0, value))
  return { value: root(mean), low: root(low ?? mean), high: root(high ?? mean) }
}

/** E|gain (y - mean) + offset|^2 of what is linear in a deviation. */
const linearSquare = ({ sigma, gain, offset }: Deviation, spectrum: Float64Array) =>
  gain.reduce((sum, value, j) => sum + value * value * (spectrum[j] + sigma * sigma) + offset[j] * offset[j], 0)

/** The exact score is -(x - mean)/(l + sigma^2) in a direction, the measured one more by gain/sigma^2: mean of the square of their ratio. */
function relativeSquare({ sigma, gain }: Deviation, spectrum: Float64Array, members: readonly number[]): number {
  const noise = sigma * sigma
  return members.reduce((sum, j) => sum + ((gain[j] * (spectrum[j] + noise)) / noise) ** 2, 0) / members.length
}

/** By I-MMSE, image by image; trapezoid over ln sigma, levels falling. */
function bitsOf(sigmas: readonly number[], squares: readonly Float64Array[], size: number): ErrorLedger['bits'] {
  const bits = Array.from(squares[0], (_, i) => {
    let sum = 0
    for (let k = 1; k < sigmas.length; k++) {
      const [before, after] = [k - 1, k].map((level) => squares[level][i] / size / sigmas[level] ** 2)
      sum += ((before + after) / 2) * Math.log(sigmas[k - 1] / sigmas[k])
    }
    return sum / Math.LN2
  })
  const { mean, low, high } = summarise(bits, CONFIDENCE)
  return { value: mean, low: low ?? mean, high: high ?? mean }
}

/** Directions of positive variance in four bands of as many each, largest first; those without variance are a band of their own. */
function bandsOf(spectrum: Float64Array): number[][] {
  const largest = spectrum.reduce((a, b) => Math.max(a, b), 0)
  const order = Array.from(spectrum.keys()).toSorted((a, b) => spectrum[b] - spectrum[a])
  const positive = order.filter((j) => spectrum[j] > 1e-10 * largest)
  const flat = order.slice(positive.length)
  const count = Math.min(BANDS, positive.length)
  const bands = Array.from({ length: count }, (_, b) =>
    positive.slice(Math.floor((b * positive.length) / count), Math.floor(((b + 1) * positive.length) / count)),
  )
  return flat.length > 0 ? [...bands, flat] : bands
}
