/** Ancestral sampling: Euler down past the next level, then noise back up to it. */
import type { Tensor4D } from '@tensorflow/tfjs'
import type { Path, Step } from './walk.ts'

export type EtaParameters = { eta: number }

/**
 * How far an ancestral step goes down by Euler and how much noise it puts back (k-diffusion `get_ancestral_step`):
 *
 *     sigma_up   = min(sigma', eta sqrt(sigma'^2 (sigma^2 - sigma'^2) / sigma^2))
 *     sigma_down = sqrt(sigma'^2 - sigma_up^2)
 *
 * At eta = 1, sigma_up^2 is the variance of x' given x and x0, as in DDPM (Ho et al. 2020, arXiv:2006.11239, eq. 7).
 */
export function ancestralStep(sigma: number, next: number, eta: number): { sigmaDown: number; sigmaUp: number } {
  const sigmaUp = Math.min(next, eta * Math.sqrt((next ** 2 * (sigma ** 2 - next ** 2)) / sigma ** 2))
  return { sigmaUp, sigmaDown: Math.sqrt(next ** 2 - sigmaUp ** 2) }
}

/**
 *     x <- x + (sigma_down - sigma) (x - denoised) / sigma + sigma_up z
 *
 * eta = 0 is Euler's method. The law of the result is of first order in the step. Evaluations: one per step.
 */
export async function* ancestral(
  { sigmas, start, denoise, noise, compute }: Path,
  { eta }: EtaParameters,
): AsyncGenerator<Step, void> {
  let x = start
  for (let i = 0; i + 1 < sigmas.length; i++) {
    const sigma = sigmas[i]
    const { sigmaDown, sigmaUp } = ancestralStep(sigma, sigmas[i + 1], eta)
    const denoised = await denoise(x, sigma)
    const before = x
    x = compute(() => {
      const slope = before.sub(denoised).div(sigma)
      const down: Tensor4D = before.add(slope.mul(sigmaDown - sigma))
      return sigmaUp > 0 ? down.add(noise(i).mul(sigmaUp)) : down
    })
    yield { sigma, x, denoised }
  }
}
