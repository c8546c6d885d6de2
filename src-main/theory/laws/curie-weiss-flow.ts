/** Curie-Weiss sampled by the exact flow, spin by spin: dx/dt = alpha'/alpha (x - tau E[a|x]) + tau' E[a|x], forward Euler. */

import { Refusal } from '#contract/refusal.ts'
import { normals, STREAMS } from '../noise/philox.ts'
import { normalCdf } from '../statistics/normal.ts'
import {
  curieWeissDenoiser,
  checkLaw,
  quadratureNodes,
  spontaneousMagnetisation,
  type CurieWeissLaw,
  type Magnetism,
} from './curie-weiss.ts'
import { checkFlow, flowGrid, halfLogOdds, noiseVariance, type FlowSpec } from './interpolant-flow.ts'
import { positiveWeight } from './mixture.ts'

export type CurieWeissSpec = FlowSpec & {
  /** The denoiser's law: d -> infinity (the default, as the authors' code) or exact at this d. */
  law?: 'limit' | 'finite'
  beta: number
  /** Field; (1/2) ln(p/(1-p)) if left out. */
  h?: number
  /** Nominal weight that gives h; .8 if left out. The weight of the law is e^(hm)/(2 cosh hm), which is p only at m = 1. */
  p?: number
  /** Independent runs. */
  chains: number
  seed: number
}

/** Spin updates of the law `limit` that a call may cost, about 4e7 a second. */
export const MAX_SPIN_UPDATES = 2e9
/** Spins of a chain, of which three lists are held. */
const MOST_SPINS = 10_000_000

/** What a call costs, in spin updates of `limit`: one of `finite` asks 15 and more, as its quadrature has nodes. */
export const spinUpdates = (spec: Pick<CurieWeissSpec, 'chains' | 'd' | 'steps' | 'law' | 'beta'>): number =>
  spec.chains * spec.d * spec.steps * (spec.law === 'finite' ? 15 + quadratureNodes(spec.beta, spec.d) / 25 : 1)

export function lawOf(spec: Pick<CurieWeissSpec, 'law' | 'beta' | 'h' | 'p'>): CurieWeissLaw {
  const law = { law: spec.law ?? 'limit', beta: spec.beta, h: spec.h ?? halfLogOdds(spec.p ?? 0.8) }
  checkLaw(law)
  return law
}

/** Refuses, naming the field, what cannot be run or would take too long. */
export function checkCurieWeiss(spec: CurieWeissSpec): void {
  checkFlow(spec)
  lawOf(spec)
  if (!Number.isInteger(spec.chains) || spec.chains < 1 || spec.chains > 1e6)
    throw new Refusal(`chains must be a whole number from 1 to 1e6; got ${spec.chains}.`, { field: 'chains' })
  if (spec.d > MOST_SPINS)
    throw new Refusal(`d must be at most ${MOST_SPINS} to be sampled spin by spin; got ${spec.d}.`, { field: 'd' })
  const cost = spinUpdates(spec)
  if (cost > MAX_SPIN_UPDATES)
    throw new Refusal(
      `chains x d x steps costs ${cost.toExponential(1)} spin updates, more than ${MAX_SPIN_UPDATES.toExponential(0)}; ask for fewer chains or steps, a smaller d, or the limit d -> infinity.`,
      { field: 'chains' },
    )
}

/**
 * What the sampler makes of the magnet, M = mean coordinate of a chain at the end: `weight` the share of chains with M > 0
 * (standard error sqrt(w(1-w)/chains)), `magnetisation` the mean of |M|, `std` the root mean square, over chains, of a chain's
 * coordinates around its M. Compare `curieWeissTarget`.
 */
export function curieWeissOutcome(
  spec: CurieWeissSpec,
  watch?: (chain: number, step: number, x: Float64Array) => void,
): Magnetism {
  checkCurieWeiss(spec)
  const { d, steps, chains, seed } = spec
  const denoise = curieWeissDenoiser(lawOf(spec), d)
  const grid = flowGrid(spec)
  const s = Math.sqrt(noiseVariance(spec))
  const [x, y, denoised] = [new Float64Array(d), new Float64Array(d), new Float64Array(d)]
  let [positive, magnetisation, squares] = [0, 0, 0]
  for (let chain = 0; chain < chains; chain++) {
    normals({ seed, stream: STREAMS.law, sample: chain, step: 0 }, x)
    for (let i = 0; i < d; i++) x[i] *= s
    grid.forEach(({ tau, rate, noise, noiseRate }, k) => {
      watch?.(chain, k, x)
      for (let i = 0; i < d; i++) y[i] = (x[i] * tau) / noise
      denoise(y, denoised)
      const shrink = noiseRate / noise / steps
      const pull = rate / steps - shrink * tau
      for (let i = 0; i < d; i++) x[i] += shrink * x[i] + pull * denoised[i]
    })
    watch?.(chain, steps, x)
    const mean = x.reduce((sum, value) => sum + value, 0) / d
    if (mean > 0) positive += 1
    magnetisation += Math.abs(mean)
    squares += x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / d
  }
  return { weight: positive / chains, magnetisation: magnetisation / chains, std: Math.sqrt(squares / chains) }
}

/**
 * d -> infinity at fixed steps for the dilations `vp` (variance 1) and `ve-lin` (linear alpha, variance d): phase 1 decides the sign
 * exactly as in the mixture, with h m for h; in phase 2 a spin is alone with that sign's field,
 * dx/dt = alpha'/alpha (x - tau a) + tau' a, a = tanh(beta m + x tau/(s alpha)^2), started from N(0, 1) (vp) or from m + kappa z (ve-lin,
 * where s alpha = kappa (2-2t) and tau = 1) and averaged over z by the trapezoid rule.
 */
export function curieWeissLimit(spec: {
  beta: number
  h?: number
  p?: number
  alpha: 'trig' | 'lin'
  dilation: 'vp' | 've-lin'
  kappa: number
  steps: number
}): Magnetism {
  const { steps, kappa, dilation } = spec
  const { beta, h } = lawOf({ ...spec, law: 'limit' })
  checkFlow({ ...spec, d: 1e12, variance: dilation === 'vp' ? '1' : 'd' })
  if (steps % 2 === 1)
    throw new Refusal(`The limit is taken for even steps; with ${steps}, one step straddles the two phases.`, {
      field: 'steps',
    })
  const m = spontaneousMagnetisation(beta)
  const first = steps / 2
  const weight = positiveWeight((z) => {
    let mean = z
    if (dilation === 'vp') {
      for (let k = 0; k < first; k++)
        mean += (2 * kappa * m * Math.tanh(h * m + ((2 * kappa * k) / steps) * m * mean)) / steps
      return h * m + kappa * m * mean
    }
    for (let k = 0; k < first; k++) {
      const coTau = 1 - (2 * k) / steps
      mean += (2 * (-mean + m * Math.tanh(h * m + ((1 - coTau) * m * mean) / (coTau * coTau)))) / coTau / steps
    }
    return mean
  })

  /** A spin of the + mode from its start z to the end. */
  const spin = (z: number) => {
    let x = dilation === 'vp' ? z : m + kappa * z
    for (let k = first; k < steps; k++) {
      const coTau = 2 - (2 * k) / steps
      if (dilation === 'vp') {
        const tau = 1 - coTau
        const square = spec.alpha === 'trig' ? coTau * (1 + tau) : coTau * coTau
        const product = spec.alpha === 'trig' ? -tau : -coTau
        const a = Math.tanh(beta * m + (x * tau) / square)
        x += (2 * ((product / square) * (x - tau * a) + a)) / steps
      } else {
        const q = kappa * coTau
        x += (-2 * kappa * (x - Math.tanh(beta * m + x / (q * q)))) / q / steps
      }
    }
    return x
  }
  const nodes = Array.from({ length: 3601 }, (_, i) => (i - 1800) / 200)
  const weights = nodes.map((z) => normalCdf(z + 1 / 400) - normalCdf(z - 1 / 400))
  const spins = nodes.map(spin)
  const mean = spins.reduce((sum, x, i) => sum + weights[i] * x, 0)
  const variance = spins.reduce((sum, x, i) => sum + weights[i] * (x - mean) ** 2, 0)
  return { weight, magnetisation: Math.abs(mean), std: Math.sqrt(variance) }
}
