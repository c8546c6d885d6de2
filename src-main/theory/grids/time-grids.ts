/** Time grids by name: the uniform grid that stops at eps, and the dilations tau(t) that give each phase of a flow its share of steps. */

import { Refusal } from '#contract/refusal.ts'

/**
 * t_k = T - (T - eps) k/(points - 1), k = 0 .. points - 1: `points` grid points make points - 1 steps; both ends assigned.
 * Pierret & Galerne 2024, arXiv:2405.14250, in reverse time.
 */
export function uniformTimes({ points, eps, T = 1 }: { points: number; eps: number; T?: number }): Float64Array {
  if (!Number.isInteger(points) || points < 2 || points > 1_000_001)
    throw new Refusal(`points must be a whole number from 2 to 1000001; got ${points}.`, { field: 'points' })
  if (!(T > 0 && T < Infinity)) throw new Refusal(`T must be finite and above 0; got ${T}.`, { field: 'T' })
  if (!(eps >= 0 && eps < T)) throw new Refusal(`eps must lie from 0 to below T = ${T}; got ${eps}.`, { field: 'eps' })
  const times = Float64Array.from({ length: points }, (_, k) => T - ((T - eps) * k) / (points - 1))
  times[points - 1] = eps
  return times
}

/** Where the interpolant x = alpha(tau) z + tau a stands at sampling time t, and how fast tau moves. */
export type DilatedTime = {
  tau: number
  /** 1 - tau, kept apart because it is what is small near the data. */
  coTau: number
  /** d tau / dt. */
  rate: number
}

export type Dilation = (t: number, r: number) => DilatedTime

const linear = (t: number, start: number, span: number, rate: number): DilatedTime => {
  const tau = start + span * t
  return { tau, coTau: 1 - tau, rate }
}

/** tau from the noise coefficient sqrt(1 - tau^2) = a that moves at the rate aRate. */
const fromTrigAlpha = (a: number, aRate: number): DilatedTime => {
  const tau = Math.sqrt((1 - a) * (1 + a))
  return { tau, coTau: (a * a) / (1 + tau), rate: (-a * aRate) / tau }
}

const veTrigAlpha: Dilation = (t, r) => {
  // tau = sin(theta) with theta uniform while alpha falls from 1 to sqrt(1/2), then alpha itself uniform.
  if (t < 0.25) {
    const theta = Math.PI * t
    const [tau, alpha] = [Math.sin(theta), Math.cos(theta)]
    return { tau, coTau: (alpha * alpha) / (1 + tau), rate: Math.PI * alpha }
  }
  if (t < 0.5) return fromTrigAlpha(Math.SQRT1_2 + (r - Math.SQRT1_2) * (4 * t - 1), 4 * (r - Math.SQRT1_2))
  return fromTrigAlpha(r * (2 - 2 * t), -2 * r)
}

/**
 * Dilations by name, r = kappa/sqrt(d): t in [0, 1] from noise to data, tau(0) = 0, tau(1) = 1. Each gives half of the steps to
 * the window where the weights of the modes are decided and half to the one where their shape is. Aranguri, Biroli, Mezard &
 * Vanden-Eijnden 2025, arXiv:2501.00988, but for `ve-trig-alpha`.
 */
export const DILATIONS = {
  none: (t) => ({ tau: t, coTau: 1 - t, rate: 1 }),
  /** tau = 2 r t, then r + (1-r)(2t-1). */
  vp: (t, r) =>
    t < 0.5
      ? linear(t, 0, 2 * r, 2 * r)
      : { tau: r + (1 - r) * (2 * t - 1), coTau: (1 - r) * (2 - 2 * t), rate: 2 * (1 - r) },
  /** tau = 2 (1-r) t, then 1 - r + r (2t-1). */
  've-lin': (t, r) =>
    t < 0.5
      ? linear(t, 0, 2 * (1 - r), 2 * (1 - r))
      : { tau: 1 - r + r * (2 * t - 1), coTau: r * (2 - 2 * t), rate: 2 * r },
  /**
   * tau = 2 sqrt(1-r^2) t, then sqrt(1 - (r (2-2t))^2), as published. Its first half ends in one step from
   * alpha = O(N^-1/2) to r, so Euler's error in the standard deviation grows like sqrt(d/N).
   */
  've-trig': (t, r) =>
    t < 0.5 ? linear(t, 0, 2 * Math.sqrt(1 - r * r), 2 * Math.sqrt(1 - r * r)) : fromTrigAlpha(r * (2 - 2 * t), -2 * r),
  /**
   * The repair: alpha is linear in t wherever it is small. There the noise obeys dx/dalpha = x/alpha, on which an Euler step
   * uniform in alpha is exact, however large the step; the angle at the start keeps tau's rate finite at tau = 0.
   */
  've-trig-alpha': veTrigAlpha,
  /** The same dilation, under the name it was first asked for by. */
  've-trig-log': veTrigAlpha,
} as const satisfies { readonly [name: string]: Dilation }

export type DilationName = keyof typeof DILATIONS

/** r = kappa/sqrt(d), refused unless the dilation leaves room for both phases. `none` needs no kappa. */
export function dilationOf(name: DilationName, kappa: number | undefined, d: number): (t: number) => DilatedTime {
  if (!Object.hasOwn(DILATIONS, name))
    throw new Refusal(`There is no dilation "${name}"; choose one of ${Object.keys(DILATIONS).join(', ')}.`, {
      field: 'dilation',
    })
  const dilation: Dilation = DILATIONS[name]
  if (name === 'none') return (t) => dilation(t, 0)
  const r = (kappa ?? NaN) / Math.sqrt(d)
  const limit = dilation === veTrigAlpha ? Math.SQRT1_2 : 1
  if (!(r > 0 && r < limit))
    throw new Refusal(
      `The dilation ${name} needs kappa above 0 and below ${limit === 1 ? 'sqrt(d)' : 'sqrt(d/2)'} = ${limit * Math.sqrt(d)}; got ${kappa}.`,
      { field: 'kappa' },
    )
  return (t) => dilation(t, r)
}
