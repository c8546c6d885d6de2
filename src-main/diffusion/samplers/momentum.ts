/** The momentum sampler of soft diffusion: reverse diffusion that takes the corruption back as well as the noise. */
import type { Tensor4D } from '@tensorflow/tfjs'
import type { Path, Step } from './walk.ts'
import { stops, type SoftEnd } from './soft-end.ts'

/**
 *     score = (C denoised - x) / sigma^2
 *     x <- x + (sigma^2 - sigma'^2) score + sqrt(sigma^2 - sigma'^2) z + (C' denoised - C denoised)
 *
 * Daras et al. 2022, arXiv:2209.05442, Algorithm 2. With C = I it is reverse diffusion, bit for bit. While sigma rests no noise is taken
 * out or put in. The step to 0 returns its mean, which is `denoised`: the noise that its formula would add, of
 * standard deviation sigma, would stay in the image. The law of the result is of first order in the step. Evaluations: one per step.
 */
export async function* momentum(
  { levels, start, denoise, corrupt, noise, compute }: Path,
  { end }: SoftEnd,
): AsyncGenerator<Step, void> {
  let x = start
  for (const { i, level, next } of stops(levels, end)) {
    const denoised = await denoise(x, level)
    const before = x
    x = compute(() => {
      const fall = level.sigma ** 2 - next.sigma ** 2
      const guess = corrupt(denoised, level)
      const score = guess.sub(before).div(level.sigma ** 2)
      const mean: Tensor4D = before.add(score.mul(fall))
      const noisy: Tensor4D = next.sigma > 0 && fall > 0 ? mean.add(noise(i).mul(Math.sqrt(fall))) : mean
      return noisy.add(corrupt(denoised, next).sub(guess))
    })
    yield { sigma: level.sigma, x, denoised }
  }
}
