/** DPM-Solver++(2M): a multistep method in log sigma. */
import type { Tensor4D } from '@tensorflow/tfjs'
import type { Path, Step } from './walk.ts'

/**
 * Lu et al. 2022, arXiv:2211.01095, Algorithm 2 in the data prediction form, at alpha = 1 (k-diffusion `sample_dpmpp_2m`):
 *
 *     h = log(sigma / sigma'),  r = h_last / h
 *     D = (1 + 1 / (2 r)) denoised - 1 / (2 r) denoised_last
 *     x <- (sigma' / sigma) x + (1 - e^-h) D
 *
 * First order (D = denoised) in the first step, which has no last, and in the step to 0, where h is infinite and x = denoised.
 * Second order in log sigma, so at its best on geometric levels. Evaluations: one per step.
 */
export async function* dpmpp2m({ sigmas, start, denoise, compute }: Path): AsyncGenerator<Step, void> {
  let x = start
  let last: { denoised: Tensor4D; h: number } | undefined
  for (let i = 0; i + 1 < sigmas.length; i++) {
    const sigma = sigmas[i]
    const next = sigmas[i + 1]
    const h = Math.log(sigma / next)
    const denoised = await denoise(x, sigma)
    const before = x
    const previous = next > 0 ? last : undefined
    x = compute(() => {
      const slope = previous ? h / (2 * previous.h) : 0
      const D = previous ? denoised.mul(1 + slope).sub(previous.denoised.mul(slope)) : denoised
      return before.mul(next / sigma).add(D.mul(-Math.expm1(-h)))
    })
    last = { denoised, h }
    yield { sigma, x, denoised }
  }
}
