/** SA-Solver: Adams' methods for the reverse SDE, each step corrected at no further evaluation once the next denoised image is there. */
import type { Tensor4D } from '@tensorflow/tfjs'
import { saCorrector, saPredictor, type SaSolver } from '#theory/errors/schemes/sa-solver.ts'
import type { Path, Step } from './walk.ts'

/**
 * Xue et al. 2023, arXiv:2309.05019, Algorithm 1 in its mode PEC:
 *
 *     predictor  x <- e^(-tau^2 h) (sigma'/sigma) x + sum_j w_j denoised_{i - j} + sigma' sqrt(1 - e^(-2 tau^2 h)) z
 *     corrector  the same with the image at sigma' among them and the same z: what is added is the change of weights
 *
 * with the weights of `saStep`. The corrected state is stepped from, with that image. x = denoised in the step to 0. Evaluations: one per step.
 */
export async function* saSolver(
  { sigmas, start, denoise, noise, compute }: Path,
  choice: SaSolver,
): AsyncGenerator<Step, void> {
  const memory = Math.max(choice.predictorOrder, choice.correctorOrder - 1)
  let x = start
  let images: Tensor4D[] = []
  const weighed = (weights: readonly number[], base: Tensor4D) =>
    weights.reduce<Tensor4D>((sum, weight, j) => sum.add(images[j].mul(weight)), base)
  for (let i = 0; i + 1 < sigmas.length; i++) {
    const [sigma, next] = [sigmas[i], sigmas[i + 1]]
    const denoised = await denoise(x, sigma)
    const corrector = i > 0 ? saCorrector(choice, sigmas, i - 1) : null
    const predicted = x
    const from: Tensor4D = corrector
      ? compute(() => weighed(corrector.change, predicted.add(denoised.mul(corrector.atEnd))))
      : x
    images = [denoised, ...images].slice(0, memory)
    const { kept, weights, spread } = saPredictor(choice, sigmas, i)
    x = compute(() => {
      const mean = weighed(weights, from.mul<Tensor4D>((kept * next) / sigma))
      return spread > 0 ? mean.add(noise(i).mul(spread)) : mean
    })
    yield { sigma, x, denoised, kept: images }
  }
}
