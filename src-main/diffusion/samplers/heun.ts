/** Heun's method on the probability-flow ODE, with optional churn. */
import type { Tensor4D } from '@tensorflow/tfjs'
import type { Path, Step } from './walk.ts'

export type HeunParameters = { sChurn: number; sTmin: number; sTmax: number; sNoise: number }

/**
 * Karras et al. 2022, arXiv:2206.00364, Algorithm 2 with sigma as time, over N steps:
 *
 *     gamma     = min(S_churn / N, sqrt 2 - 1) where S_tmin <= sigma <= S_tmax, else 0
 *     sigma_hat = sigma + gamma sigma
 *     x_hat     = x + sqrt(sigma_hat^2 - sigma^2) S_noise z
 *     d         = (x_hat - D(x_hat, sigma_hat)) / sigma_hat
 *     x         = x_hat + (sigma' - sigma_hat) d
 *     where sigma' > 0:  d' = (x - D(x, sigma')) / sigma',   x = x_hat + (sigma' - sigma_hat) (d + d') / 2
 *
 * Second order without churn, then deterministic too. The step to 0 is Euler's, as D(x, 0) is never asked for: so N steps that
 * end at 0 take 2 N - 1 evaluations.
 */
export async function* heun(
  { sigmas, start, denoise, noise, compute }: Path,
  { sChurn, sTmin, sTmax, sNoise }: HeunParameters,
): AsyncGenerator<Step, void> {
  const steps = sigmas.length - 1
  let x = start
  for (let i = 0; i < steps; i++) {
    const sigma = sigmas[i]
    const next = sigmas[i + 1]
    const gamma = sTmin <= sigma && sigma <= sTmax ? Math.min(sChurn / steps, Math.SQRT2 - 1) : 0
    const sigmaHat = sigma + gamma * sigma
    const before = x
    const xHat: Tensor4D =
      gamma > 0 ? compute(() => before.add(noise(i).mul(Math.sqrt(sigmaHat ** 2 - sigma ** 2) * sNoise))) : before

    const denoised = await denoise(xHat, sigmaHat)
    const d = compute(() => xHat.sub(denoised).div(sigmaHat))
    x = compute(() => xHat.add(d.mul(next - sigmaHat)))
    if (next > 0) {
      const predicted = x
      const denoisedNext = await denoise(predicted, next)
      x = compute(() => {
        const dNext = predicted.sub(denoisedNext).div(next)
        return xHat.add(d.add(dNext).mul((next - sigmaHat) / 2))
      })
    }
    yield { sigma: sigmaHat, x, denoised }
  }
}
