/** Interpolants x_tau = alpha_z(tau) z + tau a between z ~ N(0, s^2 I) and data a, with tau = 1 - t. */

import { Refusal } from '#contract/refusal.ts'
import { parameter, wholeNumber } from './parameters.ts'
import type { ExactStep, Process } from './process.ts'

/** s^2: a positive number, or `d` for the dimension (VE-like; Aranguri et al. 2025, arXiv 2501.00988). */
export function interpolantVariance(given: Readonly<Record<string, unknown>>): number {
  if (given.variance === 'd') return wholeNumber(given, 'd', { atLeast: 1, atMost: 1e9 })
  if (typeof given.variance === 'string') {
    throw new Refusal(`variance must be 1, d or another positive number, not ${given.variance}`, { field: 'variance' })
  }
  return parameter(given, 'variance', { above: 0, atMost: 1e9, atLeast: 1e-9 })
}

/** x - ln(1 + x), by its series where the difference cancels. */
function minusLog1p(x: number): number {
  if (Math.abs(x) > 0.1) return x - Math.log1p(x)
  let [power, sum] = [-x, 0]
  for (let n = 2; n < 20; n++) {
    power *= -x
    sum += power / n
  }
  return sum
}

const shared = (family: string, variance: number) => ({
  family,
  kind: 'interpolant' as const,
  end: 1,
  alpha: (t: number) => 1 - t,
  alphaSquared: (t: number) => (1 - t) ** 2,
  alphaDot: () => -1,
  f: (t: number) => 1 / (1 - t),
  integralF: (t: number) => -Math.log1p(-t),
  priorVariance: () => variance,
})

/** alpha = tau, sigma = s sqrt(1 - tau^2), tau = 1 - t; f = 1/tau, g^2 = 2 s^2/tau. */
export function trigInterpolant(family: string, variance: number): Process {
  const s = Math.sqrt(variance)
  const sigma = (t: number) => s * Math.sqrt(t * (2 - t))
  return {
    ...shared(family, variance),
    sigma,
    sigmaSquared: (t) => variance * t * (2 - t),
    sigmaDot: (t) => (variance * (1 - t)) / sigma(t),
    sigmaSigmaDot: (t) => variance * (1 - t),
    gSquared: (t) => (2 * variance) / (1 - t),
    noiseToSignal: (t) => sigma(t) / (1 - t),
    timeOf: (level) => {
      if (!(level >= 0)) return NaN
      const square = (level / s) ** 2
      const root = Math.sqrt(1 + square)
      return square === Infinity ? 1 : square / ((root + 1) * root)
    },
    step: (t, next): ExactStep => {
      const ratio = (t - next) / (1 - t)
      return { growth: Math.log1p(ratio), score: 2 * variance * ratio, noise: variance * ratio * (2 + ratio) }
    },
  }
}

/** alpha = tau, sigma = s (1 - tau), tau = 1 - t; f = 1/tau, g^2 = 2 s^2 t/tau. With s = 1, rectified flow (Liu et al. 2022, arXiv 2209.03003). */
export function linearInterpolant(family: string, variance: number): Process {
  const s = Math.sqrt(variance)
  return {
    ...shared(family, variance),
    sigma: (t) => s * t,
    sigmaSquared: (t) => variance * t * t,
    sigmaDot: () => s,
    sigmaSigmaDot: (t) => variance * t,
    gSquared: (t) => (2 * variance * t) / (1 - t),
    noiseToSignal: (t) => (s * t) / (1 - t),
    timeOf: (level) => (level >= 0 ? (level === Infinity ? 1 : level / (s + level)) : NaN),
    // with tau' = 1 - next and x = tau'/tau - 1: score = 2 s^2 (x - tau' ln(1 + x))
    step: (t, next): ExactStep => {
      const ratio = (t - next) / (1 - t)
      const growth = Math.log1p(ratio)
      return {
        growth,
        score: 2 * variance * (next * growth + minusLog1p(ratio)),
        noise: (variance * ratio * (t * (1 - next) + next * (1 - t))) / (1 - t),
      }
    },
  }
}
