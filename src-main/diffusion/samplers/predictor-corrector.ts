/** Predictor-corrector sampling: Langevin steps at each level, then a reverse diffusion step to the next. */
import type { Tensor, Tensor4D } from '@tensorflow/tfjs'
import type { Path, Step } from './walk.ts'

export type PredictorCorrectorParameters = { snr: number; correctorSteps: number }

const squaredNorm = (images: Tensor) => images.square().sum([1, 2, 3], true)

/**
 * Song et al. 2021, arXiv:2011.13456, Algorithms 2 and 4 (variance-exploding), in the order of the authors' `pc_sampler`:
 *
 *     corrector, `correctorSteps` times:  eps = 2 (snr |z| / |score|)^2,  x <- x + eps score + sqrt(2 eps) z
 *     predictor:  x <- x + (sigma^2 - sigma'^2) score + sqrt(sigma^2 - sigma'^2) z,  only the mean where sigma' = 0
 *
 * The norms are those of each sample alone. The authors' code takes their means over the batch, which couples the samples of a
 * batch, so that an image depends on its neighbours and on the batch size (score_sde issue #41); in high dimension both agree,
 * as norms concentrate. The corrector's step is a heuristic: its bias does not vanish with finer levels.
 * Evaluations: levels x (1 + correctorSteps).
 */
export async function* predictorCorrector(
  { sigmas, start, denoise, noise, compute }: Path,
  { snr, correctorSteps }: PredictorCorrectorParameters,
): AsyncGenerator<Step, void> {
  let x = start
  let draw = 0
  for (let i = 0; i + 1 < sigmas.length; i++) {
    const sigma = sigmas[i]
    const next = sigmas[i + 1]
    for (let j = 0; j < correctorSteps; j++) {
      const denoised = await denoise(x, sigma)
      const before = x
      x = compute(() => {
        const score = denoised.sub(before).div(sigma ** 2)
        const z = noise(draw++)
        const ratio = squaredNorm(z).div(squaredNorm(score)).sqrt()
        const eps = ratio.mul(snr).square().mul(2)
        return before.add(score.mul(eps)).add(z.mul(eps.mul(2).sqrt()))
      })
    }
    const denoised = await denoise(x, sigma)
    const before = x
    x = compute(() => {
      const fall = sigma ** 2 - next ** 2
      const score = denoised.sub(before).div(sigma ** 2)
      const mean: Tensor4D = before.add(score.mul(fall))
      return next > 0 ? mean.add(noise(draw++).mul(Math.sqrt(fall))) : mean
    })
    yield { sigma, x, denoised }
  }
}
