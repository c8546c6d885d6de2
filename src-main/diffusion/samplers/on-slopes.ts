/** Multistep methods on the slope of the flow: the walk that they share, each with weights of its own. */
import type { Tensor4D } from '@tensorflow/tfjs'
import type { SlopeWeights } from '#theory/errors/schemes/slopes.ts'
import type { Path, Sampler, Step } from './walk.ts'

/**
 *     d = (x - denoised) / sigma,   x <- x + sum_j w_j d_{i - j}
 *
 * over as many slopes as there are, `order` at most; over the last one alone, Euler's step, on the way to 0. Evaluations: one per step.
 */
export const onSlopes = (weightsOf: SlopeWeights): Sampler<{ order: number }> =>
  async function* ({ sigmas, start, denoise, compute }: Path, { order }): AsyncGenerator<Step, void> {
    let x = start
    let slopes: Tensor4D[] = []
    for (let i = 0; i + 1 < sigmas.length; i++) {
      const [sigma, next] = [sigmas[i], sigmas[i + 1]]
      const denoised = await denoise(x, sigma)
      const before = x
      slopes = [compute(() => before.sub<Tensor4D>(denoised).div<Tensor4D>(sigma)), ...slopes].slice(0, order)
      const nodes = next > 0 ? slopes.map((_, j) => sigmas[i - j]) : [sigma]
      const weights = weightsOf(nodes, next)
      x = compute(() => weights.reduce((sum, weight, j) => sum.add(slopes[j].mul(weight)), before as Tensor4D))
      yield { sigma, x, denoised, kept: slopes }
    }
  }
