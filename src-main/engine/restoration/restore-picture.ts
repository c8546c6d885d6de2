/** One picture under a corruption: the guess at each time, draws of what it was, and the training images nearest to those. */
import type { Tensor1D, Tensor4D } from '@tensorflow/tfjs'
import type { Tf } from '#compute/tf.ts'
import type { Restoration } from '#contract/restoration.ts'
import type { ImageShape } from '#diffusion/networks/network.ts'
import { startNoise, stepNoise } from '#diffusion/samplers/noise.ts'
import { levelsOf, samplerOf, type SamplerChoice } from '#diffusion/samplers/samplers.ts'
import { walk } from '#diffusion/samplers/walk.ts'
import type { Denoiser } from '#diffusion/scores/denoiser.ts'
import type { Level } from '#theory/grids/levels.ts'

export type Corrupted = {
  tf: Tf
  shape: ImageShape
  dataRange: readonly [number, number]
  denoised: Denoiser
  /** C x at a level. */
  corrupt(x: Tensor4D, level: Level): Tensor4D
  /** The picture, HWC in units of `dataRange`. */
  picture: Float32Array
  /** What of it is known at a level: C x_0. A mask hides again what it hides; a blur of a picture that came blurred is not done twice. */
  observed(x: Tensor4D, level: Level): Tensor4D
  /** Whether it is x_0 itself, so that errors are known. */
  isClean: boolean
  seed: number
}
type Panel = Pick<Restoration, 'panel'> & Record<'corrupted' | 'guesses', Float32Array>
type Draws = { restorations: Float32Array; nfe: number; consistency: number[] }

const timeOf = (level: Level) => ({ t: level.t ?? 0, sigma: level.sigma, level: level.corruption ?? 0 })
/** Of the differences, per value. */
export const rootMeanSquare = (a: ArrayLike<number>, b: Float32Array): number => Math.sqrt(b.reduce((sum, value, i) => sum + (a[i] - value) ** 2, 0) / b.length) // prettier-ignore

/**
 * Panel: x_t = C_t x_0 + sigma_t z at each of `times`, the same z in all, and E[x_0 | x_t], which has the least mean square error of all
 * guesses. Of a picture that came corrupted only the time of the first stop is known.
 */
export async function panelOf(of: Corrupted, times: readonly Level[]): Promise<Panel> {
  const { tf, picture, isClean, denoised } = of
  const [corrupted, guesses] = [0, 1].map(() => new Float32Array(times.length * picture.length))
  const panel: Restoration['panel'] = []
  for (const [i, level] of times.entries()) {
    const [x, guess] = tf.tidy(() => {
      const x = noisy(of, level, [0])
      const at = (value: number): Tensor1D => tf.tensor1d([value])
      return [x, denoised(x, at(level.sigma), at(level.t ?? 0))].map((one) => one.dataSync() as Float32Array)
    })
    corrupted.set(x, i * picture.length)
    guesses.set(guess, i * picture.length)
    const errors = isClean
      ? { rms: rootMeanSquare(guess, picture), input_rms: rootMeanSquare(x, picture) }
      : { rms: null, input_rms: null }
    panel.push({ ...timeOf(level), ...errors })
  }
  return { panel, corrupted, guesses }
}

/** Draws of x_0 given C x_0 at the first of `stops`, by a sampler that takes the corruption back; each on noise of its own. */
export async function drawsOf(
  of: Corrupted,
  { stops, sampler, n }: { stops: readonly Level[]; sampler: SamplerChoice; n: number },
  onStep: (step: number) => void,
): Promise<Draws> {
  const { tf, shape, seed, corrupt, denoised, dataRange } = of
  const samples = Array.from({ length: n }, (_, i) => i)
  const start = tf.tidy(() => noisy(of, stops[0], samples))
  const walked = walk({
    tf,
    sampler: samplerOf(sampler).sample,
    parameters: sampler,
    denoiser: denoised,
    levels: levelsOf(sampler, stops),
    corrupt,
    start,
    noise: (draw) => stepNoise({ tf, seed, samples, shape }, draw),
    onStep: ({ step }) => onStep(step),
  })
  const { x, nfe } = await walked.finally(() => start.dispose())
  const [low, high] = dataRange
  const [restorations, again] = tf.tidy(() => {
    const images = x.clipByValue(low, high) as Tensor4D
    return [images, corrupt(images, stops[0])].map((one) => one.dataSync() as Float32Array)
  })
  x.dispose()
  const given = tf.tidy(() => pictured(of, stops[0]).dataSync() as Float32Array)
  const size = given.length
  return {
    restorations,
    nfe,
    consistency: samples.map((i) => rootMeanSquare(again.subarray(i * size, (i + 1) * size), given)),
  }
}

const pictured = ({ tf, shape, picture, observed }: Corrupted, level: Level): Tensor4D =>
  observed(tf.tensor4d(picture, [1, shape.height, shape.width, shape.channels]), level)

function noisy(of: Corrupted, level: Level, samples: readonly number[]): Tensor4D {
  const { tf, seed, shape, dataRange } = of
  const noise = startNoise({ tf, seed, samples, shape }, { start: 'normal', sigma: level.sigma, dataRange })
  return pictured(of, level).add(noise)
}
