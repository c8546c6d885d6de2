/** DDIM in the coordinate sigma / alpha. */
import type { Tensor4D } from '@tensorflow/tfjs'
import type { EtaParameters } from './ancestral.ts'
import type { Path, Step } from './walk.ts'

/**
 * Song, Meng & Ermon 2021, arXiv:2010.02502, eq. 12 with noise of standard deviation
 * eta sqrt((1 - abar') / (1 - abar)) sqrt(1 - abar / abar') (eq. 16), divided by sqrt(abar'), with
 * sigma = sqrt((1 - abar) / abar) and abar = 1 / (1 + sigma^2), so that x is x_t / sqrt(abar):
 *
 *     noise_std = eta (sigma' / sigma) sqrt(sigma^2 - sigma'^2)
 *     eps       = (x - denoised) / sigma
 *     x        <- denoised + sqrt(sigma'^2 - noise_std^2) eps + noise_std z
 *
 * eta = 0 is Euler's method in sigma; every eta in [0, 1] is ancestral sampling with that eta. Evaluations: one per step.
 */
export async function* ddim(
  { sigmas, start, denoise, noise, compute }: Path,
  { eta }: EtaParameters,
): AsyncGenerator<Step, void> {
  let x = start
  for (let i = 0; i + 1 < sigmas.length; i++) {
    const sigma = sigmas[i]
    const next = sigmas[i + 1]
    const noiseStd = eta * (next / sigma) * Math.sqrt(sigma ** 2 - next ** 2)
    const denoised = await denoise(x, sigma)
    const before = x
    x = compute(() => {
      const eps = before.sub(denoised).div(sigma)
      const mean: Tensor4D = denoised.add(eps.mul(Math.sqrt(next ** 2 - noiseStd ** 2)))
      return noiseStd > 0 ? mean.add(noise(i).mul(noiseStd)) : mean
    })
    yield { sigma, x, denoised }
  }
}
