/** How far a final law is from the data, one function a direction: what the optimiser makes least. */

import { w2SquaredOf } from './wasserstein.ts'

/** A term of a sum over eigendirections: variance v of the final law against the eigenvalue l, and its slope in v. */
type Objective = { of(v: number, l: number): number; slope(v: number, l: number): number }

/** v is held above 1e-12 l in the slopes, which have a pole at 0. */
const held = (v: number, l: number) => Math.max(v, 1e-12 * l)

/** KL(N(0, v) || N(0, l)) = (v/l - 1 - ln(v/l))/2 nats; a direction in which the data do not vary is left out. */
function klOf(v: number, l: number): number {
  if (l === 0) return 0
  const excess = v / l - 1
  return (excess - Math.log1p(excess)) / 2
}

export const OBJECTIVES = {
  /** W2^2: (sqrt v - sqrt l)^2 (Gelbrich 1990). */
  w2: { of: w2SquaredOf, slope: (v, l) => (l === 0 ? 1 : 1 - Math.sqrt(l / held(v, l))) },
  kl: { of: klOf, slope: (v, l) => (l === 0 ? 0 : (1 / l - 1 / held(v, l)) / 2) },
} as const satisfies Record<string, Objective>

export type ObjectiveName = keyof typeof OBJECTIVES

/** KL(N(0, diag variances) || N(0, diag spectrum)) in nats, over the directions of positive eigenvalue. */
export function klDivergence(variances: Float64Array, spectrum: Float64Array): number {
  let sum = 0
  for (let j = 0; j < spectrum.length; j++) sum += klOf(variances[j], spectrum[j])
  return sum
}
