/** UniPC: a multistep predictor whose result is corrected, at no further evaluation, once the next denoised image is there. */
import type { Tensor4D } from '@tensorflow/tfjs'
import { solved, uniWeights } from '#theory/errors/schemes/unipc-weights.ts'
import type { Path, Step } from './walk.ts'

type Value = { denoised: Tensor4D; lambda: number }
/** What a step took, from which the corrector takes it again. */
type Taken = { from: Tensor4D; sigma: number; next: number; values: Value[] }

/**
 * Zhao, Bai, Rao, Zhou & Lu 2023, arXiv:2302.04867, Algorithms 1 and 2 in the data prediction form with B(h) = e^h - 1 (bh2), at alpha = 1. With lambda = -log sigma,
 * h = lambda' - lambda and r_m the earlier values' lambdas less this one's, over h:
 *
 *     predictor  x' = e^-h x + (1 - e^-h) (D_0 + sum_m a_m (D_-m - D_0) / r_m)
 *     corrector  the same with the value at lambda' (r = 1) among them, once D(x', sigma') is known
 *
 * The corrected state is stepped from, with that D. `order` values make a method of order + 1. The weights solve a Vandermonde system: the polynomial through the values is integrated exactly. Fewer values
 * at first; x = denoised in the step to 0. Evaluations: one per step.
 */
export async function* unipc(
  { sigmas, start, denoise, compute }: Path,
  { order }: { order: number },
): AsyncGenerator<Step, void> {
  let x = start
  let values: Value[] = []
  let taken: Taken | null = null
  for (let i = 0; i + 1 < sigmas.length; i++) {
    const [sigma, next] = [sigmas[i], sigmas[i + 1]]
    const denoised = await denoise(x, sigma)
    const here: Value = { denoised, lambda: -Math.log(sigma) }
    const before = taken
    const state: Tensor4D = before ? compute(() => stepped(before, here)) : x
    values = [here, ...values].slice(0, order)
    taken = { from: state, sigma, next, values }
    const step = taken
    x = compute(() => (next > 0 ? stepped(step, null) : denoised.clone()))
    yield { sigma, x, denoised, kept: [state, ...values.map((value) => value.denoised)] }
  }
}

/** One step; with the value at its end, corrected. To be called inside `compute`. */
function stepped({ from, sigma, next, values }: Taken, end: Value | null): Tensor4D {
  const h = Math.log(sigma / next)
  const [here, ...earlier] = values
  const others = end ? [...earlier, end] : earlier
  const ratios = others.map(({ lambda }) => (lambda - here.lambda) / h)
  const share = -Math.expm1(-h)
  const weights = solved(ratios, uniWeights(h, ratios.length))
  const base: Tensor4D = from.mul<Tensor4D>(next / sigma).add(here.denoised.mul(share))
  return others.reduce(
    (sum, { denoised }, m) => sum.add(denoised.sub(here.denoised).mul((share * weights[m]) / ratios[m])),
    base,
  )
}
