/** DPM-Solver++(2M) of the reverse SDE: the multistep method with noise put back. */
import type { Tensor4D } from '@tensorflow/tfjs'
import type { Path, Step } from './walk.ts'

export type Dpmpp2mSdeParameters = { eta: number; sNoise: number }

/**
 * Lu et al. 2022, arXiv:2211.01095, SDE-DPM-Solver++(2M) (k-diffusion `sample_dpmpp_2m_sde`, solver_type midpoint). With h = log(sigma / sigma'), g = (1 + eta) h,
 * h_1 the step before:
 *
 *     x <- e^-g x + (1 - e^-g) (denoised + (h / (2 h_1)) (denoised - denoised_last)) + sigma' sqrt(1 - e^(-2 eta h)) s_noise z
 *
 * (the factor of x is (sigma' / sigma) e^(-eta h)). eta = 0 is DPM-Solver++(2M). First order in the first step; x = denoised in the step to 0. Evaluations: one per step.
 */
export async function* dpmpp2mSde(
  { sigmas, start, denoise, noise, compute }: Path,
  { eta, sNoise }: Dpmpp2mSdeParameters,
): AsyncGenerator<Step, void> {
  let x = start
  let last: { denoised: Tensor4D; h: number } | undefined
  for (let i = 0; i + 1 < sigmas.length; i++) {
    const [sigma, next] = [sigmas[i], sigmas[i + 1]]
    const h = Math.log(sigma / next)
    const denoised = await denoise(x, sigma)
    const before = x
    const previous = last
    x = compute(() => {
      if (next === 0) return denoised.clone()
      const share = -Math.expm1(-(1 + eta) * h)
      const kept: Tensor4D = before.mul<Tensor4D>((next / sigma) * Math.exp(-eta * h)).add(denoised.mul(share))
      const bent: Tensor4D = previous
        ? kept.add(denoised.sub(previous.denoised).mul((share * h) / (2 * previous.h)))
        : kept
      const spread = next * Math.sqrt(-Math.expm1(-2 * eta * h)) * sNoise
      return spread > 0 ? bent.add(noise(i).mul(spread)) : bent
    })
    last = { denoised, h }
    yield { sigma, x, denoised }
  }
}
