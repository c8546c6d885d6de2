/** Training objectives by name: the loss of each sample of a batch. */
import type * as tfjs from '@tensorflow/tfjs'
import type { ObjectiveName } from '#axes/objectives/objectives.ts'
import type { Tf } from '#compute/backend.ts'
import type { Projection, Weight } from '#contract/network.ts'
import { MIN_SNR_GAMMA } from '#theory/effort/weights.ts'
import type { Denoiser } from '../scores/denoiser.ts'
import { scoreMatching, slicedScoreMatching } from './score-matching.ts'

export type { ObjectiveName }
/**
 * x0, z, x = C x0 + sigma z [B, H, W, C] and sigma [B]; v, standard normals like z, where the objective slices; under a corruption the
 * time t [B] of each image, and C at it.
 */
export type Noisy = {
  x0: tfjs.Tensor4D
  z: tfjs.Tensor4D
  x: tfjs.Tensor4D
  sigma: tfjs.Tensor1D
  v?: tfjs.Tensor4D
  t?: tfjs.Tensor1D
  corrupt?: (x: tfjs.Tensor4D) => tfjs.Tensor4D
}
export type ObjectiveOptions = { sigmaData: number; projection?: Projection; weight?: Weight }

export type Objective = {
  /** The loss of each sample, [B]. */
  losses: (tf: Tf, denoised: Denoiser, noisy: Noisy, options: ObjectiveOptions) => tfjs.Tensor1D
  /** Whether it reads the directions `v`. */
  slices: boolean
  /** Whether the network's gradient is differentiated once more. */
  twice: boolean
  /** Whether it stands under a corruption too. */
  corrupts?: true
}

const PIXELS = [1, 2, 3]
const column = (sigma: tfjs.Tensor1D) => sigma.reshape([-1, 1, 1, 1])
const errorOf = (denoised: Denoiser, { x0, x, sigma, t }: Noisy) => denoised(x, sigma, t).sub(x0) as tfjs.Tensor4D
const once = { slices: false, twice: false }

/** w(sigma) |denoised - x0|^2, mean over pixels; w as in the table of weights of `theory/effort`. */
const weighted = (weight: (level: tfjs.Tensor4D) => tfjs.Tensor): Objective => ({
  ...once,
  losses: (_, denoised, noisy) =>
    errorOf(denoised, noisy)
      .square()
      .mul(weight(column(noisy.sigma) as tfjs.Tensor4D))
      .mean(PIXELS) as tfjs.Tensor1D,
})

export const OBJECTIVES: { readonly [N in ObjectiveName]: Objective } = {
  /**
   * 1/2 sigma^2 |score + z/sigma|^2, summed over pixels. In terms of the denoiser it is 1/2 |denoised - x0|^2/sigma^2.
   * Denoising score matching, Vincent 2011, with lambda = sigma^2 of Song & Ermon 2019, arXiv:1907.05600, eq. 5 and 6.
   */
  dsm: {
    ...once,
    losses(_, denoised, noisy) {
      return errorOf(denoised, noisy).div(column(noisy.sigma)).square().sum(PIXELS).div(2) as tfjs.Tensor1D
    },
  },
  /**
   * (sigma^2 + sigma_data^2)/(sigma sigma_data)^2 |denoised - x0|^2, mean over pixels: about 1 before training, at every
   * sigma. Karras et al. 2022, arXiv:2206.00364 table 1.
   */
  edm: {
    ...once,
    losses(_, denoised, noisy, { sigmaData }) {
      const level = column(noisy.sigma)
      const scale = level
        .square()
        .add(sigmaData ** 2)
        .sqrt()
        .div(level.mul(sigmaData))
      return errorOf(denoised, noisy).mul(scale).square().mean(PIXELS) as tfjs.Tensor1D
    },
  },
  eps: weighted((level) => level.square().reciprocal()),
  v: weighted((level) => level.square().reciprocal().add(1)),
  velocity: weighted((level) => level.add(1).div<tfjs.Tensor4D>(level).square()),
  'min-snr': weighted((level) => level.square().reciprocal().minimum(MIN_SNR_GAMMA)),
  sm: { losses: scoreMatching, slices: false, twice: true },
  ssm: {
    losses: (tf, denoised, noisy, { projection = 'normal' }) =>
      slicedScoreMatching(tf, denoised, { ...noisy, v: noisy.v! }, projection),
    slices: true,
    twice: true,
  },
  /**
   * w/2 |C_t (h - x0)|^2, summed over pixels, h = `denoised`, w = 1/sigma_t^2 or 1: C_t h is all that the score (C_t h - x)/sigma^2 asks
   * for. With C = I and w = 1/sigma^2 it is `dsm`. Daras et al. 2022, arXiv:2209.05442, eq. 6, with h = phi + x and r = x0 - x.
   */
  soft: {
    ...once,
    corrupts: true,
    losses: (_, denoised, noisy, { weight }) => {
      const error = errorOf(denoised, noisy)
      return weighed(noisy.corrupt ? noisy.corrupt(error) : error, noisy.sigma, weight)
    },
  },
  /** w/2 |h - x0|^2: the same without C_t, what a network that removes a corruption is usually trained by (Bansal et al. 2022, arXiv:2208.09392). */
  residual: {
    ...once,
    corrupts: true,
    losses: (_, denoised, noisy, { weight }) => weighed(errorOf(denoised, noisy), noisy.sigma, weight),
  },
}

const weighed = (error: tfjs.Tensor4D, sigma: tfjs.Tensor1D, weight: Weight = 'inverse-variance') =>
  (weight === 'one' ? error : error.div(column(sigma))).square().sum(PIXELS).div(2) as tfjs.Tensor1D

/** Loss of each sample, [B], of a denoiser at x = C x0 + sigma z. Everything random is drawn outside. */
export function sampleLosses(
  tf: Tf,
  objective: ObjectiveName,
  denoised: Denoiser,
  drawn: Omit<Noisy, 'x'>,
  options: ObjectiveOptions,
): tfjs.Tensor1D {
  return tf.tidy(() => {
    const { x0, corrupt } = drawn
    const x = (corrupt ? corrupt(x0) : x0).add(drawn.z.mul(column(drawn.sigma))) as tfjs.Tensor4D
    return OBJECTIVES[objective].losses(tf, denoised, { ...drawn, x }, options)
  })
}
