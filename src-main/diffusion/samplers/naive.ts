/** The naive sampler of soft diffusion: corrupt the guess anew at each level. */
import type { Path, Step } from './walk.ts'
import { stops, type SoftEnd } from './soft-end.ts'

/**
 *     x <- C' denoised + sigma' z
 *
 * Daras et al. 2022, arXiv:2209.05442, section 4 ("naive sampler"); Bansal et al. 2022, arXiv:2208.09392, Algorithm 1, without noise.
 * What x holds beside `denoised` is thrown away at each step, so its variance falls short of the law's however many steps there are.
 * The step to 0 returns `denoised`. Evaluations: one per step.
 */
export async function* naive(
  { levels, start, denoise, corrupt, noise, compute }: Path,
  { end }: SoftEnd,
): AsyncGenerator<Step, void> {
  let x = start
  for (const { i, level, next } of stops(levels, end)) {
    const denoised = await denoise(x, level)
    x = compute(() => {
      const guess = corrupt(denoised, next)
      return next.sigma > 0 ? guess.add(noise(i).mul(next.sigma)) : guess.clone()
    })
    yield { sigma: level.sigma, x, denoised }
  }
}
