/**
 * What the mixture's dilated flows tend to as d grows at fixed steps, and where on a schedule the modes part. Weights are decided
 * in one phase and shapes in the other, each by an equation without d. Limits of arXiv:2501.00988, stepped as the sampler steps.
 */

import { Refusal } from '#contract/refusal.ts'
import { brentRoot } from '../statistics/root.ts'
import { normalCdf } from '../statistics/normal.ts'
import { checkMixture, positiveWeight, type MixtureOutcome, type MixtureSpec } from './mixture.ts'
import { flowAt, halfLogOdds } from './interpolant-flow.ts'

/**
 * Weight after phase 1 of the VP dilation, steps and d both infinite: tau = kappa/sqrt(d) shows each mode through unit noise at
 * distance kappa m, so P = p Phi(kappa m) + (1-p) Phi(-kappa m).
 */
export const vpWeightLimit = (p: number, kappa: number, m: number) =>
  p * normalCdf(kappa * m) + (1 - p) * normalCdf(-kappa * m)

/**
 * d -> infinity of `mixtureOutcome` for the dilations `vp` (variance 1) and `ve-lin` (linear alpha, variance d):
 *
 * vp, phase 1: dmu/dt = 2 kappa m tanh(h + 2 kappa t m mu), mu_0 ~ N(0, 1). The first step of phase 2, a multiple of sqrt(d) long,
 * then settles the mode: at t = 1/2 by the sign of h + kappa m mu, past it (odd `steps`) by that of mu. In phase 2 tau = 2t - 1 and a
 * direction orthogonal to 1 obeys dx/dtau = A(tau) x from std 1.
 * ve-lin, phase 1: dM/dtau = (-M + m tanh(h + tau m M/(1-tau)^2))/(1-tau), M_0 ~ N(0, 1); an Euler step uniform in alpha is exact
 * on the noise, which enters phase 2 with std kappa; there q = kappa (2-2t) and dx/dt = q q'/(q^2 + std^2) x. With an odd number
 * of steps one step straddles t = 1/2, overshoots alpha = 0 and leaves a std of order sqrt(d)/steps: there is no limit.
 */
export function mixtureLimit(
  spec: Omit<MixtureSpec, 'd'> & { dilation: 'vp' | 've-lin'; kappa: number },
): MixtureOutcome {
  checkMixture({ ...spec, d: 1e12 })
  const { m, kappa, steps } = spec
  const h = halfLogOdds(spec.p)
  const variance = spec.std * spec.std
  const first = Math.ceil(steps / 2)
  const time = (k: number) => k / steps

  if (spec.dilation === 'vp') {
    const weight = positiveWeight((z) => {
      let mu = z
      for (let k = 0; k < first; k++) mu += (2 * kappa * m * Math.tanh(h + 2 * kappa * time(k) * m * mu)) / steps
      return 2 * first === steps ? h + kappa * m * mu : mu
    })
    let std = 1
    for (let k = first; k < steps; k++) {
      const tau = 2 * time(k) - 1
      const [noise, product] = spec.alpha === 'trig' ? [(1 - tau) * (1 + tau), -tau] : [(1 - tau) ** 2, tau - 1]
      std *= 1 + (2 * (product + variance * tau)) / (noise + variance * tau * tau) / steps
    }
    return { weight, std: Math.abs(std) }
  }
  if (steps % 2 === 1)
    throw new Refusal(`ve-lin has a limit for even steps only: with ${steps}, one step straddles the two phases.`, {
      field: 'steps',
    })
  const weight = positiveWeight((z) => {
    let mean = z
    for (let k = 0; k < first; k++) {
      const coTau = 1 - 2 * time(k)
      mean += (2 * (-mean + m * Math.tanh(h + ((1 - coTau) * m * mean) / (coTau * coTau)))) / coTau / steps
    }
    return mean
  })
  let std = kappa
  for (let k = first; k < steps; k++) {
    const q = kappa * (2 - 2 * time(k))
    std *= 1 - (2 * kappa * q) / (q * q + variance) / steps
  }
  return { weight, std: Math.abs(std) }
}

export type Speciation = { t: number; tau: number; logSnr: number }

/**
 * When the two modes part: tau m sqrt(d) = sqrt(s^2 alpha^2 + std^2 tau^2), the distance of a mode from the middle equal to the
 * noise along the line that joins them. At m = 1 and large d this is tau/(s alpha) = d^-1/2, for VP and VE alike. null if the
 * modes overlap even without noise. logSnr = ln(tau^2/(s alpha)^2).
 */
export function speciationTime(spec: MixtureSpec): Speciation | null {
  checkMixture(spec)
  const at = flowAt(spec)
  const excess = spec.m * spec.m * spec.d - spec.std * spec.std
  if (excess <= 0) return null
  const t = brentRoot((time) => at(time).tau ** 2 * excess - at(time).noise, 0, 1)
  const { tau, noise } = at(t)
  return { t, tau, logSnr: Math.log((tau * tau) / noise) }
}
