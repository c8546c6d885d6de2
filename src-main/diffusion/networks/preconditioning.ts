/** EDM preconditioning: makes a denoiser of a raw network whose input and target have unit variance at every noise level. */
import type * as tfjs from '@tensorflow/tfjs'

/** A raw network F(c_in x, sigma). x is [B, H, W, C], sigma [B]. */
export type RawNetwork = (x: tfjs.Tensor4D, sigma: tfjs.Tensor1D) => tfjs.Tensor4D

/**
 * denoised = c_skip x + c_out F(c_in x), with s^2 = sigma^2 + sigma_data^2: c_skip = sigma_data^2/s^2,
 * c_out = sigma sigma_data/s, c_in = 1/s. Karras et al. 2022, arXiv:2206.00364 table 1.
 */
export const edmDenoiser =
  (raw: RawNetwork, sigmaData: number): RawNetwork =>
  (x, sigma) => {
    const level = sigma.reshape([-1, 1, 1, 1])
    const total = level.square().add(sigmaData ** 2)
    const cIn = total.rsqrt()
    const cSkip = total.reciprocal().mul(sigmaData ** 2)
    const cOut = level.mul(cIn).mul(sigmaData)
    return x.mul(cSkip).add(raw(x.mul(cIn) as tfjs.Tensor4D, sigma).mul(cOut)) as tfjs.Tensor4D
  }
