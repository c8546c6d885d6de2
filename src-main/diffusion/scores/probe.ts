/** Whether a denoiser behaves as one: asked about pure noise, and about images with noise on them. */
import type * as tfjs from '@tensorflow/tfjs'
import type { Tf } from '#compute/tf.ts'
import { normals, STREAMS } from '#theory/noise/philox.ts'
import type { ImageShape } from '../networks/network.ts'
import type { Denoiser } from './denoiser.ts'

/** One thing that was looked at: sound where `value` is at most `limit`. Never NaN: what is not finite is Infinity. */
export type ProbeCheck = { name: CheckName; sigma: number; value: number; limit: number }
export type CheckName = 'spread' | 'mean' | 'small' | 'middle'

export type ProbeSubject = {
  shape: ImageShape
  dataRange: readonly [number, number]
  /** Images of a data set in that range, one after another; null where there are none, and only noise can be asked about. */
  images: Float32Array | null
  /** Largest level it was trained at, where that is known. */
  sigmaMax: number | null
}

const DRAWS = 16
/** In half widths of the data range. A prediction of the noise that errs by 1 % errs by a fifth of that width at 20. */
const LARGE = [5, 20] as const
const SMALL = 0.1

/**
 * On pure noise sigma z, sigma large, a denoiser answers about the data mean whatever z is: the spread of its answers over z is small
 * (of a perfect one var/sigma) and their mean is the data's. On images with noise its error is below that of its input: a
 * hair below at small noise; at sigma equal to the data's standard deviation s at most s/sqrt 2, which a Gaussian without structure
 * reaches. All errors are root mean squares over pixels, in units of sigma (small, middle) or of half the range (spread, mean).
 */
export function probe(
  tf: Tf,
  denoised: Denoiser,
  { shape, dataRange: [low, high], images, sigmaMax }: ProbeSubject,
): ProbeCheck[] {
  const half = (high - low) / 2
  const size = shape.height * shape.width * shape.channels
  const ask = (start: Float32Array | number, sigma: number, draw: number): Float32Array =>
    tf.tidy(() => {
      const z = noise(DRAWS, size, draw)
      const x = z.map((value, i) => (typeof start === 'number' ? start : start[i % start.length]) + sigma * value)
      const batch = tf.tensor4d(x, [DRAWS, shape.height, shape.width, shape.channels])
      return denoised(batch, tf.ones<tfjs.Rank.R1>([DRAWS]).mul<tfjs.Tensor1D>(sigma)).dataSync() as Float32Array
    })
  const checks: ProbeCheck[] = []
  const check = (name: CheckName, sigma: number, value: number, limit: number) =>
    checks.push({ name, sigma, value: Number.isFinite(value) ? value : Infinity, limit })

  const known = images && {
    mean: meanOf(images),
    std: Math.sqrt(meanOf(images.map((v) => v * v)) - meanOf(images) ** 2),
  }
  LARGE.forEach((times, draw) => {
    const sigma = Math.min(times * half, sigmaMax ?? Infinity)
    const answers = ask(known?.mean ?? (low + high) / 2, sigma, draw)
    check('spread', sigma, spreadOf(answers, size) / half, 0.5)
    if (known) check('mean', sigma, Math.abs(meanOf(answers) - known.mean) / half, 0.3)
  })
  if (images && known) {
    const error = (sigma: number, draw: number) => rms(ask(images, sigma, draw), images) / sigma
    check('small', SMALL * half, error(SMALL * half, 2), 1.05)
    check('middle', known.std, error(known.std, 3), 0.85)
  }
  return checks
}

export const isSound = (checks: readonly ProbeCheck[]): boolean => checks.every(({ value, limit }) => value <= limit)

/** How ill it fits, to tell candidates apart: the logarithms of value/limit added up. */
export const misfit = (checks: readonly ProbeCheck[]): number =>
  checks.reduce((sum, { value, limit }) => sum + Math.log(Math.max(1e-6, Math.min(1e6, value / limit))), 0)

function noise(draws: number, size: number, step: number): Float32Array {
  const values = new Float32Array(draws * size)
  for (let sample = 0; sample < draws; sample++)
    normals({ seed: 0, stream: STREAMS.start, sample, step }, values.subarray(sample * size, (sample + 1) * size))
  return values
}

const meanOf = (values: Float32Array): number => values.reduce((sum, value) => sum + value, 0) / values.length

/** Standard deviation over the draws, root mean square over pixels. */
function spreadOf(answers: Float32Array, size: number): number {
  const draws = answers.length / size
  let total = 0
  for (let pixel = 0; pixel < size; pixel++) {
    let [sum, squares] = [0, 0]
    for (let draw = 0; draw < draws; draw++) {
      const value = answers[draw * size + pixel]
      sum += value
      squares += value * value
    }
    total += Math.max(0, squares / draws - (sum / draws) ** 2)
  }
  return Math.sqrt(total / size)
}

const rms = (answers: Float32Array, images: Float32Array): number =>
  Math.sqrt(answers.reduce((sum, value, i) => sum + (value - images[i % images.length]) ** 2, 0) / answers.length)
