/** The momentum sampler of soft diffusion without noise: its probability-flow ODE. */
import type { Tensor4D } from '@tensorflow/tfjs'
import type { Path, Step } from './walk.ts'
import { stops, type SoftEnd } from './soft-end.ts'

/**
 *     x <- x + (sigma^2 - sigma'^2)/2 (C denoised - x) / sigma^2 + (C' denoised - C denoised)
 *
 * Euler's method on dx = dC E[x0 | x] - 1/2 score d(sigma^2), which keeps the marginals of x_t = C_t x_0 + sigma_t z where `denoised` is
 * exact. Daras et al. 2022, arXiv:2209.05442, section 4 and appendix. With C = I it is Euler's method on the VE ODE with sigma^2 as
 * time, whose step to 0 goes half of the way to `denoised`; that step returns `denoised` itself here. First order in the
 * step. Evaluations: one per step.
 */
export async function* momentumOde(
  { levels, start, denoise, corrupt, compute }: Path,
  { end }: SoftEnd,
): AsyncGenerator<Step, void> {
  let x = start
  for (const { level, next } of stops(levels, end)) {
    const denoised = await denoise(x, level)
    const before = x
    x = compute(() => {
      if (next.sigma === 0) return corrupt(denoised, next).clone()
      const fall = level.sigma ** 2 - next.sigma ** 2
      const guess = corrupt(denoised, level)
      const score = guess.sub(before).div(level.sigma ** 2)
      const carried: Tensor4D = before.add(score.mul(fall / 2))
      return carried.add(corrupt(denoised, next).sub(guess))
    })
    yield { sigma: level.sigma, x, denoised }
  }
}
