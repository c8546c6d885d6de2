/**
 * Two Gaussian modes in d dimensions, a = +-m 1 + std xi with P(+) = p, sampled by the exact flow. The velocity
 *
 *   dx/dt = A x + B m 1 tanh(h + tau m (sum_i x_i)/den),   den = s^2 alpha^2 + std^2 tau^2,   h = (1/2) ln(p/(1-p)),
 *   A = (s^2 alpha alpha' + std^2 tau tau')/den,   B = s^2 (alpha^2 tau' - alpha alpha' tau)/den   (' = d/dt)
 *
 * acts on mu = sum_i x_i/sqrt(d) as a map of one number, and on everything orthogonal to 1 as one gain: any d costs the same.
 */

import { Refusal } from '#contract/refusal.ts'
import { normalCdf } from '../statistics/normal.ts'
import { checkFlow, flowGrid, halfLogOdds, noiseVariance, type FlowPoint, type FlowSpec } from './interpolant-flow.ts'

export type MixtureSpec = FlowSpec & {
  /** Half distance of the modes per coordinate: they lie at +-m in every coordinate. */
  m: number
  /** Standard deviation of each mode. */
  std: number
  /** Weight of the mode at +m. */
  p: number
}

/** One Euler step: mu -> scale mu + pull tanh(h + slope mu); directions orthogonal to 1 are multiplied by scale. */
export type MixtureStep = { scale: number; pull: number; slope: number }

export function mixtureStep(spec: MixtureSpec, { tau, rate, noise, noiseRate }: FlowPoint): MixtureStep {
  const variance = spec.std * spec.std
  const den = noise + variance * tau * tau
  const reach = spec.m * Math.sqrt(spec.d)
  return {
    scale: 1 + (noiseRate + variance * tau * rate) / den / spec.steps,
    pull: (((noise * rate - noiseRate * tau) / den) * reach) / spec.steps,
    slope: (tau * reach) / den,
  }
}

/** Refuses, naming the field, a mixture that cannot be sampled. */
export function checkMixture(spec: MixtureSpec): void {
  checkFlow(spec)
  if (!(spec.m >= 0 && spec.m < 1e6)) throw new Refusal(`m must be from 0 to 1e6; got ${spec.m}.`, { field: 'm' })
  if (!(spec.std > 0 && spec.std < 1e6))
    throw new Refusal(`std must be above 0 and below 1e6; got ${spec.std}.`, { field: 'std' })
  halfLogOdds(spec.p)
}

export const mixtureSteps = (spec: MixtureSpec) => flowGrid(spec).map((point) => mixtureStep(spec, point))

export type MixtureOutcome = {
  /** P(M_1 > 0), M = mean coordinate: what the sampler made of p. */
  weight: number
  /** Standard deviation, after the last step, of every direction orthogonal to 1: what it made of `std`. */
  std: number
}

/** What `steps` Euler steps make of the two weights and of the shape of a mode; no sampling is involved. */
export function mixtureOutcome(spec: MixtureSpec): MixtureOutcome {
  checkMixture(spec)
  const steps = mixtureSteps(spec)
  const s = Math.sqrt(noiseVariance(spec))
  return {
    weight: positiveWeight((z) => lastMu(steps, halfLogOdds(spec.p), s * z)),
    std: s * Math.abs(steps.reduce((gain, { scale }) => gain * scale, 1)),
  }
}

function lastMu(steps: readonly MixtureStep[], h: number, start: number): number {
  let mu = start
  for (const { scale, pull, slope } of steps) mu = scale * mu + pull * Math.tanh(h + slope * mu)
  return mu
}

const EDGE = 9
const CELLS = 720

/**
 * P(f(Z) > 0), Z ~ N(0, 1): each change of sign of f between 721 points of [-9, 9] is narrowed down to a root, and the normal
 * law is summed between the roots. Coarse Euler maps fold, so more than one root is allowed for.
 */
export function positiveWeight(f: (z: number) => number): number {
  const node = (i: number) => (EDGE * (2 * i - CELLS)) / CELLS
  let weight = 0
  let opened = f(-EDGE) > 0 ? -Infinity : NaN
  for (let i = 0; i < CELLS; i++) {
    let [low, high] = [node(i), node(i + 1)]
    const after = f(high) > 0
    if (after === !Number.isNaN(opened)) continue
    // Bisection to the last bit: f may jump within the cell, and only its sign is asked for.
    for (;;) {
      const middle = (low + high) / 2
      if (middle <= low || middle >= high) break
      if (f(middle) > 0 === after) high = middle
      else low = middle
      if (high - low < 1e-15) break
    }
    if (!after) weight += between(opened, high)
    opened = after ? high : NaN
  }
  return Number.isNaN(opened) ? weight : weight + between(opened, Infinity)
}

/** P(low < Z < high), by the nearer tail. */
const between = (low: number, high: number) =>
  low > 0 ? normalCdf(-low) - normalCdf(-high) : normalCdf(high) - normalCdf(low)
