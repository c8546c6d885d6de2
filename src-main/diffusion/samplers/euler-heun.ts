/** Euler's method on the probability-flow ODE for the first steps, Heun's for the rest. */
import type { Tensor4D } from '@tensorflow/tfjs'
import type { Path, Step } from './walk.ts'

/**
 * x <- x + (sigma' - sigma) d, d = (x - D(x, sigma)) / sigma; from step `eulerSteps` on corrected by the slope at the end, as in `heun.ts` without churn. A
 * step costs one evaluation while the noise hides what it loses, and two where that counts. Second order in the number of steps, as the Euler steps
 * stay as many. The step to 0 is Euler's.
 */
export async function* eulerHeun(
  { sigmas, start, denoise, compute }: Path,
  { eulerSteps }: { eulerSteps: number },
): AsyncGenerator<Step, void> {
  let x = start
  for (let i = 0; i + 1 < sigmas.length; i++) {
    const [sigma, next] = [sigmas[i], sigmas[i + 1]]
    const from = x
    const denoised = await denoise(from, sigma)
    const d = compute(() => from.sub(denoised).div(sigma))
    const euler: Tensor4D = compute(() => from.add(d.mul(next - sigma)))
    x = euler
    if (i >= eulerSteps && next > 0) {
      const there = await denoise(euler, next)
      x = compute(() => from.add(d.add(euler.sub(there).div(next)).mul((next - sigma) / 2)))
    }
    yield { sigma, x, denoised }
  }
}
