/** Euler's method on the probability-flow ODE. */
import type { Path, Step } from './walk.ts'

/**
 * dx/dsigma = (x - denoised) / sigma (Karras et al. 2022, arXiv:2206.00364, eq. 1 with sigma as time and eq. 3),
 *
 *     x <- x + (sigma' - sigma) (x - denoised) / sigma
 *
 * First order in the step. A step to 0 gives `denoised` itself. Evaluations: one per step.
 */
export async function* euler({ sigmas, start, denoise, compute }: Path): AsyncGenerator<Step, void> {
  let x = start
  for (let i = 0; i + 1 < sigmas.length; i++) {
    const sigma = sigmas[i]
    const next = sigmas[i + 1]
    const denoised = await denoise(x, sigma)
    const before = x
    x = compute(() => {
      const slope = before.sub(denoised).div(sigma)
      return before.add(slope.mul(next - sigma))
    })
    yield { sigma, x, denoised }
  }
}
