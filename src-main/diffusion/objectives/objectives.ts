/** Training objectives by name: each is a weight on the squared error of the denoiser. */
import type * as tfjs from '@tensorflow/tfjs'
import type { Tf } from '#compute/backend.ts'

export type ObjectiveName = 'dsm' | 'edm'
/** [B], [B, H, W, C] -> [B]: loss of each sample from its noise level and error = denoised - x0. */
export type SampleLoss = (sigma: tfjs.Tensor1D, error: tfjs.Tensor4D, sigmaData: number) => tfjs.Tensor1D

const PIXELS = [1, 2, 3]
const column = (sigma: tfjs.Tensor1D) => sigma.reshape([-1, 1, 1, 1])

export const OBJECTIVES: { readonly [N in ObjectiveName]: SampleLoss } = {
  /**
   * 1/2 sigma^2 |score + z/sigma|^2, summed over pixels. In terms of the denoiser it is 1/2 |denoised - x0|^2/sigma^2.
   * Denoising score matching, Vincent 2011, with lambda = sigma^2 of Song & Ermon 2019, arXiv:1907.05600, eq. 5 and 6.
   */
  dsm: (sigma, error) => error.div(column(sigma)).square().sum(PIXELS).div(2) as tfjs.Tensor1D,
  /**
   * (sigma^2 + sigma_data^2)/(sigma sigma_data)^2 |denoised - x0|^2, mean over pixels: about 1 before training, at every
   * sigma. Karras et al. 2022, arXiv:2206.00364 table 1.
   */
  edm: (sigma, error, sigmaData) => {
    const level = column(sigma)
    const scale = level
      .square()
      .add(sigmaData ** 2)
      .sqrt()
      .div(level.mul(sigmaData))
    return error.mul(scale).square().mean(PIXELS) as tfjs.Tensor1D
  },
}

/** Loss of each sample, [B], of a denoiser at x = x0 + sigma z. x0, z [B, H, W, C], sigma [B]; all drawn outside. */
export function sampleLosses(
  tf: Tf,
  objective: ObjectiveName,
  denoised: (x: tfjs.Tensor4D, sigma: tfjs.Tensor1D) => tfjs.Tensor4D,
  { x0, z, sigma }: { x0: tfjs.Tensor4D; z: tfjs.Tensor4D; sigma: tfjs.Tensor1D },
  sigmaData: number,
): tfjs.Tensor1D {
  return tf.tidy(() => {
    const x = x0.add(z.mul(column(sigma))) as tfjs.Tensor4D
    const error = denoised(x, sigma).sub(x0) as tfjs.Tensor4D
    return OBJECTIVES[objective](sigma, error, sigmaData)
  })
}
