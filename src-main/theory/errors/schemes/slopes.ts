/** Multistep schemes of the oracle on the slope of the flow in y = x/alpha: iPNDM and DEIS (Zhang & Chen 2022, arXiv 2204.13902). */

import { multistep } from './multistep.ts'

/** Adams–Bashforth weights of even steps, of 1 to 4 slopes, the newest first: iPNDM's whatever the levels are. */
export const ADAMS_BASHFORTH = [
  [1],
  [3 / 2, -1 / 2],
  [23 / 12, -16 / 12, 5 / 12],
  [55 / 24, -59 / 24, 37 / 24, -9 / 24],
] as const

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

/** What each slope weighs in a step from nodes[0] to `next`; nodes are the levels of the slopes, the newest first. */
export type SlopeWeights = (nodes: readonly number[], next: number) => readonly number[]

/** The weights of iPNDM: those of even steps. */
export const evenWeights: SlopeWeights = (nodes, next) =>
  ADAMS_BASHFORTH[nodes.length - 1].map((weight) => weight * (next - nodes[0]))

/** The weights of DEIS: the polynomial through the slopes, integrated over the step. */
export const polynomialWeights: SlopeWeights = (nodes, next) =>
  nodes.map((_, j) => lagrangeIntegral(nodes, j, nodes[0], next))

/** y' = y + sum_j w_j d_{k - j} over `order` slopes at most; the last alone on a step to level 0. */
const onSlopes = (weightsOf: SlopeWeights) => (order: number) =>
  multistep('slope', order, (levels, next) => ({ weights: weightsOf(next > 0 ? levels : levels.slice(0, 1), next) }))

export const ipndm = onSlopes(evenWeights)
export const deis = onSlopes(polynomialWeights)
