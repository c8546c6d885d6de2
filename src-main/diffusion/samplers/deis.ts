/** DEIS: the noise prediction as a polynomial in sigma through its last values, integrated exactly. */
import { onSlopes } from './on-slopes.ts'

/**
 * Zhang & Chen 2022, arXiv:2204.13902, section 3.2 (the variant in rho = sigma/alpha, which is our sigma):
 *
 *     x <- x + sum_j d_{i - j} int_sigma^sigma' prod_{k != j} (s - sigma_{i - k}) / (sigma_{i - j} - sigma_{i - k}) ds,   d = (x - denoised) / sigma
 *
 * over as many slopes as there are, `order` at most: Adams–Bashforth at uneven steps (k-diffusion `sample_lms`). The step to 0 is Euler's. The first step is
 * of first order, which bounds the whole at 2. Evaluations: one per step.
 */
export const deis = onSlopes((nodes, next) => nodes.map((_, j) => lagrangeIntegral(nodes, j, nodes[0], next)))

/** int_from^to of the Lagrange polynomial that is 1 at nodes[j] and 0 at the others; its coefficients are multiplied out about `from`. */
export function lagrangeIntegral(nodes: readonly number[], j: number, from: number, to: number): number {
  let coefficients = [1]
  for (const [k, node] of nodes.entries()) {
    if (k === j) continue
    const scale = 1 / (nodes[j] - node)
    const next = Array.from({ length: coefficients.length + 1 }, () => 0)
    coefficients.forEach((value, power) => {
      next[power + 1] += value * scale
      next[power] += value * scale * (from - node)
    })
    coefficients = next
  }
  const length = to - from
  return coefficients.reduce((sum, value, power) => sum + (value * length ** (power + 1)) / (power + 1), 0)
}
