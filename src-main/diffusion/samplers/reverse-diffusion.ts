/** Euler-Maruyama on the reverse-time SDE, with the variance as time. */
import type { Tensor4D } from '@tensorflow/tfjs'
import type { Path, Step } from './walk.ts'

/**
 * The reverse diffusion predictor of the variance-exploding SDE (Song et al. 2021, arXiv:2011.13456, eq. 46 and Algorithm 2):
 *
 *     x <- x + (sigma^2 - sigma'^2) score + sqrt(sigma^2 - sigma'^2) z
 *
 * which is Euler-Maruyama on dx = -score dv + dw in the clock v = sigma^2. The law of the result is of first order in the step.
 * The step to 0 returns its mean, `denoised`: noise added there would stay in the image. Evaluations: one per step.
 */
export async function* reverseDiffusion({ sigmas, start, denoise, noise, compute }: Path): AsyncGenerator<Step, void> {
  let x = start
  for (let i = 0; i + 1 < sigmas.length; i++) {
    const sigma = sigmas[i]
    const next = sigmas[i + 1]
    const denoised = await denoise(x, sigma)
    const before = x
    x = compute(() => {
      const fall = sigma ** 2 - next ** 2
      const score = denoised.sub(before).div(sigma ** 2)
      const mean: Tensor4D = before.add(score.mul(fall))
      return next > 0 ? mean.add(noise(i).mul(Math.sqrt(fall))) : mean
    })
    yield { sigma, x, denoised }
  }
}
