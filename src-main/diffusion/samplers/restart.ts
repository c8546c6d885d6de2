/** Restart: Heun's method, with one interval of noise levels gone through again from noise put back. */
import type { Tensor4D } from '@tensorflow/tfjs'
import { type Restart, restartSteps } from '#theory/errors/schemes/restart.ts'
import type { Path, Step } from './walk.ts'

/**
 * Xu et al. 2023, arXiv:2306.14878, Algorithm 1: x <- x + sqrt(t_max^2 - sigma^2) z at the level nearest to t_min, then Heun's steps down to it from
 * t_max, `restarts` times; fresh noise each time. Evaluations: two a step, one in a step to 0.
 */
export async function* restart(
  { sigmas, start, denoise, noise, compute }: Path,
  choice: Restart,
): AsyncGenerator<Step, void> {
  let x = start
  let draws = 0
  for (const { from, to, lift } of restartSteps(choice, sigmas)) {
    const before = x
    const draw = lift > 0 ? draws++ : null
    const lifted: Tensor4D = draw === null ? x : compute(() => before.add(noise(draw).mul(Math.sqrt(lift))))
    const denoised = await denoise(lifted, from)
    const d = compute(() => lifted.sub(denoised).div(from))
    const euler: Tensor4D = compute(() => lifted.add(d.mul(to - from)))
    x = euler
    if (to > 0) {
      const there = await denoise(euler, to)
      x = compute(() => lifted.add(d.add(euler.sub(there).div(to)).mul((to - from) / 2)))
    }
    yield { sigma: from, x, denoised }
  }
}
