/** What every score source answers, and the coordinate in which it is asked. */
import type { Tensor1D, Tensor4D } from '@tensorflow/tfjs'

/**
 * E[x0 | x] for x = x0 + sigma z, z ~ N(0, I): NHWC images in data units, one sigma per image. The score follows from it,
 * grad log p_sigma(x) = (denoised - x) / sigma^2 (Tweedie's formula; Efron 2011, doi:10.1198/jasa.2011.tm11181). Any process
 * x_t = alpha x0 + sigma_t z comes to this coordinate as x_t / alpha with sigma = sigma_t / alpha, so samplers know no other.
 * Under a corruption x = C x0 + sigma z, and C follows from the time `t` of each image, which only such a denoiser reads.
 */
export type Denoiser = (x: Tensor4D, sigma: Tensor1D, t?: Tensor1D) => Tensor4D

/** log p_sigma(x) of each image, the law noised by N(0, sigma^2 I), up to a constant that no x changes. */
export type LogDensity = (x: Tensor4D, sigma: Tensor1D) => Tensor1D

/** A denoiser that holds tensors of its own (eigenvectors, training images) until it is disposed of. */
export type ScoreSource = { denoised: Denoiser; dispose(): void }
/** One whose density is known too. */
export type ExactSource = ScoreSource & { logDensity: LogDensity }
