/** Levels for multistep solvers that need no network: the least bound on how far errors of the denoised images move the end (DMN). */

import { minimise } from '../errors/lbfgs.ts'
import type { LevelEnds } from './density-grid.ts'
import { karrasLevels } from './karras-levels.ts'

/** Steps at the start whose weights are bounded one by one, as in the authors' code; later ones may cancel. */
const APART = 3

/** int_0^h e^t t^k dt by its recursion, k = 0, 1, 2. */
function moments(h: number): [number, number, number] {
  const e = Math.exp(h)
  const zeroth = Math.expm1(h)
  const first = e * h - zeroth
  return [zeroth, first, e * h * h - 2 * first]
}

/**
 * What each of the last `order` denoised images weighs in x/sigma after a step from lambda = -log sigma of index i to i + 1: int e^lambda of
 * the Lagrange polynomials through them, oldest first.
 */
function stepWeights(lambdas: readonly number[], i: number, order: number): number[] {
  const scale = Math.exp(lambdas[i])
  const [m0, m1, m2] = moments(lambdas[i + 1] - lambdas[i])
  if (order === 1) return [scale * m0]
  const b = lambdas[i] - lambdas[i - 1]
  if (order === 2) return [(-scale * m1) / b, (scale * (m1 + b * m0)) / b]
  const a = lambdas[i - 1] - lambdas[i - 2]
  return [
    (scale * (m2 + b * m1)) / (a * (a + b)),
    (-scale * (m2 + (a + b) * m1)) / (a * b),
    (scale * (m2 + (2 * b + a) * m1 + b * (a + b) * m0)) / (b * (a + b)),
  ]
}

/**
 * sum_i e_i |sum of the weights of the denoised image at level i in the end|, of a multistep method of order 3 whose first and last steps are of
 * lower order; e = sigma^2/sqrt(1 + sigma^2) bounds its error (data of unit variance). Xue et al. 2024, arXiv 2402.17376, section 4.
 */
export function multistepBound(lambdas: readonly number[]): number {
  const steps = lambdas.length - 1
  const error = lambdas.map((lambda) => Math.exp(-2 * lambda) / Math.hypot(1, Math.exp(-lambda)))
  const whole = new Float64Array(steps)
  let bound = 0
  for (let i = 0; i < steps; i++) {
    const order = Math.min(3, 1 + Math.min(i, steps - 1 - i))
    const first = i - order + 1
    const moved = stepWeights(lambdas, i, order).map((weight, k) => weight * error[first + k])
    if (i < APART || order === 1) bound += Math.hypot(...moved)
    else moved.forEach((value, k) => (whole[first + k] += value))
  }
  return whole.reduce((sum, value) => sum + Math.abs(value), bound)
}

/**
 * `levels` values from sigmaMax to sigmaMin of least bound, sigma in half widths of the data range (`unit`: that half width). Descent from equal steps
 * of log-SNR and from Karras' levels, in the logarithm of the steps.
 */
export function leastBoundGrid({ levels, sigmaMax, sigmaMin, unit = 1 }: LevelEnds & { unit?: number }): Float64Array {
  const [from, to] = [-Math.log(sigmaMax / unit), -Math.log(sigmaMin / unit)]
  const lambdasOf = (shares: Float64Array) => {
    const powers = shares.map(Math.exp)
    const all = powers.reduce((a, b) => a + b)
    let sum = 0
    const inner = Array.from(powers.subarray(0, -1), (power) => from + ((to - from) * (sum += power)) / all)
    return [from, ...inner, to]
  }
  const bound = (shares: Float64Array) => Math.log(multistepBound(lambdasOf(shares)))
  const evaluate = (shares: Float64Array) => ({
    value: bound(shares),
    gradient: shares.map((share, i) => {
      const at = (by: number) => bound(shares.with(i, share + by))
      return (at(1e-6) - at(-1e-6)) / 2e-6
    }),
  })
  const even = new Float64Array(levels - 1)
  const karras = karrasLevels(levels, sigmaMax / unit, sigmaMin / unit).map((sigma) => -Math.log(sigma))
  const starts = [even, Float64Array.from(even, (_, i) => Math.log(karras[i + 1] - karras[i]))]
  const found = starts
    // the bound has kinks where weights cancel, from which descent goes on if begun anew
    .map((start) => [0, 1, 2].reduce<Float64Array>((point) => minimise(evaluate, point, { most: 200 }).point, start))
    .toSorted((a, b) => bound(a) - bound(b))
  const sigmas = Float64Array.from(lambdasOf(found[0]), (lambda) => unit * Math.exp(-lambda))
  sigmas[0] = sigmaMax
  sigmas[levels - 1] = sigmaMin
  return sigmas
}
