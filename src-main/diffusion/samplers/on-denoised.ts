/** Multistep methods on the denoised image: the walk that they share, each with the row of weights that its law has. */
import type { Tensor4D } from '@tensorflow/tfjs'
import type { RowOfLevels } from '#theory/errors/schemes/multistep.ts'
import type { Path, Step } from './walk.ts'

/**
 *     x <- kept (sigma'/sigma) x + sum_j w_j denoised_{i - j} + spread z
 *
 * over as many denoised images as there are, `most` at most. Evaluations: one per step.
 */
export async function* onDenoised(
  { sigmas, start, denoise, noise, compute }: Path,
  most: number,
  rowOf: RowOfLevels,
): AsyncGenerator<Step, void> {
  let x = start
  let images: Tensor4D[] = []
  for (let i = 0; i + 1 < sigmas.length; i++) {
    const [sigma, next] = [sigmas[i], sigmas[i + 1]]
    const denoised = await denoise(x, sigma)
    images = [denoised, ...images].slice(0, most)
    const {
      kept = 1,
      weights,
      spread = 0,
    } = rowOf(
      images.map((_, j) => sigmas[i - j]),
      next,
    )
    const [before, known] = [x, images]
    x = compute(() => {
      const base: Tensor4D = before.mul<Tensor4D>((kept * next) / sigma)
      const mixed = known.reduce<Tensor4D>((sum, image, j) => sum.add(image.mul(weights[j])), base)
      return spread > 0 ? mixed.add(noise(i).mul(spread)) : mixed
    })
    yield { sigma, x, denoised, kept: images }
  }
}
