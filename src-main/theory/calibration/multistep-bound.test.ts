import { describe, expect, it } from 'vitest'
import { leastBoundGrid, multistepBound } from './multistep-bound.ts'

/** Weights by Simpson's rule on Lagrange polynomials, in place of recursions. */
function byQuadrature(lambdas: readonly number[]): number {
  const steps = lambdas.length - 1
  const error = lambdas.map((lambda) => Math.exp(-lambda) ** 2 / Math.sqrt(1 + Math.exp(-lambda) ** 2))
  const whole = Array.from({ length: steps }, () => 0)
  let bound = 0
  for (let n = 0; n < steps; n++) {
    const order = [0, steps - 1].includes(n) ? 1 : [1, steps - 2].includes(n) ? 2 : 3
    const nodes = Array.from({ length: order }, (_, k) => n - order + 1 + k)
    const weights = nodes.map((j) => {
      const [from, to, cells] = [lambdas[n], lambdas[n + 1], 400]
      const at = (t: number) =>
        nodes.reduce((p, k) => (k === j ? p : (p * (t - lambdas[k])) / (lambdas[j] - lambdas[k])), Math.exp(t))
      let sum = at(from) + at(to)
      for (let i = 1; i < cells; i++) sum += (i % 2 ? 4 : 2) * at(from + ((to - from) * i) / cells)
      return (sum * (to - from)) / cells / 3
    })
    if (n < 3 || order === 1) bound += Math.hypot(...weights.map((weight, k) => weight * error[nodes[k]]))
    else weights.forEach((weight, k) => (whole[nodes[k]] += weight * error[nodes[k]]))
  }
  return whole.reduce((sum, value) => sum + Math.abs(value), bound)
}

const even = (steps: number, from: number, to: number) =>
  Array.from({ length: steps + 1 }, (_, i) => -Math.log(from) + (Math.log(from / to) * i) / steps)

describe('the bound of multistep methods', () => {
  it('is that of weights integrated otherwise, on even and uneven steps', () => {
    for (const lambdas of [even(6, 80, 0.01), even(9, 80, 0.002), [-4, -3, -2.5, -1, 0.5, 0.9, 2, 4]])
      expect(multistepBound(lambdas) / byQuadrature(lambdas)).toBeCloseTo(1, 7)
  })

  // by SciPy's trust-constr on the same bound, integrated by Gauss–Legendre quadrature
  it.each([
    [7, 0.01, 126.7712, 29.57175],
    [10, 0.002, 47.26207, 13.6177],
  ])('%i levels to %f: equal steps have %f, and the least found is at most %f', (levels, sigmaMin, atEven, least) => {
    expect(multistepBound(even(levels - 1, 80, sigmaMin)) / atEven).toBeCloseTo(1, 5)
    const sigmas = leastBoundGrid({ levels, sigmaMax: 80, sigmaMin })
    expect(sigmas).toHaveLength(levels)
    expect([sigmas[0], sigmas[levels - 1]]).toEqual([80, sigmaMin])
    sigmas.forEach((sigma, k) => expect(k === 0 || sigma < sigmas[k - 1]).toBe(true))
    expect(multistepBound(Array.from(sigmas, (sigma) => -Math.log(sigma)))).toBeLessThan(1.01 * least)
  })

  it('goes with the units of the data', () => {
    const half = leastBoundGrid({ levels: 8, sigmaMax: 40, sigmaMin: 0.005, unit: 0.5 })
    leastBoundGrid({ levels: 8, sigmaMax: 80, sigmaMin: 0.01 }).forEach((sigma, k) =>
      expect(half[k] / sigma).toBeCloseTo(0.5, 3),
    )
  })
})
