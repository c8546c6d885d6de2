/**
 * The flow that high-dimensional laws are sampled by: x_tau = alpha(tau) z + tau a, z ~ N(0, s^2 I), a ~ data, forward Euler in
 * a dilated time t on the uniform grid of [0, 1]. Aranguri, Biroli, Mezard & Vanden-Eijnden 2025, arXiv:2501.00988.
 */

import { Refusal } from '#contract/refusal.ts'
import { DILATIONS, dilationOf, type DilationName } from '../grids/time-grids.ts'

export type FlowSpec = {
  /** Dimension. */
  d: number
  /** Noise coefficient: trig = sqrt(1 - tau^2), lin = 1 - tau. */
  alpha: 'trig' | 'lin'
  /** s^2 of the start: 1 (variance-preserving) or d (variance-exploding). */
  variance: '1' | 'd'
  dilation?: DilationName
  /** Width of the decisive window in units of d^-1/2; needed by every dilation but `none`. */
  kappa?: number
  /** Euler steps. */
  steps: number
}

/** What an Euler step needs at t_k = k/steps. */
export type FlowPoint = {
  tau: number
  /** d tau/dt. */
  rate: number
  /** s^2 alpha^2. */
  noise: number
  /** s^2 alpha d(alpha)/dt. */
  noiseRate: number
}

export const MAX_STEPS = 100_000
export const MAX_DIMENSION = 1e12

export const noiseVariance = ({ variance, d }: FlowSpec) => (variance === 'd' ? d : 1)

/** alpha^2 and alpha d(alpha)/d(tau), neither of which is singular at the data. */
const COEFFICIENTS = {
  trig: (tau: number, coTau: number) => ({ square: coTau * (1 + tau), product: -tau }),
  lin: (_: number, coTau: number) => ({ square: coTau * coTau, product: -coTau }),
} as const

/** The flow at any t of [0, 1]. */
export function flowAt(spec: FlowSpec): (t: number) => FlowPoint {
  const at = dilationOf(spec.dilation ?? 'none', spec.kappa, spec.d)
  const coefficients = COEFFICIENTS[spec.alpha]
  const s2 = noiseVariance(spec)
  return (t) => {
    const { tau, coTau, rate } = at(t)
    const { square, product } = coefficients(tau, coTau)
    return { tau, rate, noise: s2 * square, noiseRate: s2 * product * rate }
  }
}

/** The points of the Euler grid. The last is t = 1 - 1/steps, so that the velocity, 0/0 at the data, is never evaluated there. */
export function flowGrid(spec: FlowSpec): FlowPoint[] {
  const at = flowAt(spec)
  return Array.from({ length: spec.steps }, (_, k) => at(k / spec.steps))
}

/** Refuses, naming the field, a flow that cannot be run. */
export function checkFlow(spec: FlowSpec): void {
  if (!Number.isInteger(spec.d) || spec.d < 2 || spec.d > MAX_DIMENSION)
    throw new Refusal(`d must be a whole number from 2 to ${MAX_DIMENSION}; got ${spec.d}.`, { field: 'd' })
  if (!Object.hasOwn(COEFFICIENTS, spec.alpha))
    throw new Refusal(`alpha must be trig or lin; got ${spec.alpha}.`, { field: 'alpha' })
  if (spec.variance !== '1' && spec.variance !== 'd')
    throw new Refusal(`variance must be 1 or d; got ${String(spec.variance)}.`, { field: 'variance' })
  if (!Number.isInteger(spec.steps) || spec.steps < 1 || spec.steps > MAX_STEPS)
    throw new Refusal(`steps must be a whole number from 1 to ${MAX_STEPS}; got ${spec.steps}.`, { field: 'steps' })
  if (spec.dilation !== undefined && !Object.hasOwn(DILATIONS, spec.dilation))
    throw new Refusal(`There is no dilation "${spec.dilation}"; choose one of ${Object.keys(DILATIONS).join(', ')}.`, {
      field: 'dilation',
    })
  flowAt(spec)
}

/** The log-odds half h = (1/2) ln(p/(1-p)) of a mode of weight p. */
export function halfLogOdds(p: number): number {
  if (!(p > 0 && p < 1)) throw new Refusal(`p must lie between 0 and 1; got ${p}.`, { field: 'p' })
  return (Math.log(p) - Math.log1p(-p)) / 2
}
