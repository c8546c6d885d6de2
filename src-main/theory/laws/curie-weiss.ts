/**
 * The Curie-Weiss magnet as data: spins a in {-1, +1}^d with p(a) ~ exp(beta S^2/(2d) + h S/d), S = sum_i a_i, so that h is the
 * field on all spins together. Seen through x = alpha z + tau a each spin feels y_i = x_i tau/(s^2 alpha^2), and
 *
 *   finite d, exactly (Hubbard & Stratonovich): E[a_i|x] = mean of tanh(phi + h/d + y_i) over phi with log weight
 *     F(phi) = -d phi^2/(2 beta) + sum_i ln 2cosh(phi + h/d + y_i)
 *   limit d -> infinity, two product laws of mean +-m, m = tanh(beta m), with weights e^(+-hm)/(2 cosh hm):
 *     E[a_i|x] = q tanh(beta m + y_i) + (1-q) tanh(-beta m + y_i),  q = logistic(2 h m + ln Q+ - ln Q-),
 *     Q+- = prod_i (1 +- m tanh y_i)
 *
 * Aranguri, Biroli, Mezard & Vanden-Eijnden 2025, arXiv:2501.00988. Products are taken in the log domain throughout.
 */

import { Refusal } from '#contract/refusal.ts'
import { logGamma } from '../statistics/gamma.ts'
import { brentRoot } from '../statistics/root.ts'

export type CurieWeissLaw = {
  law: 'limit' | 'finite'
  /** Inverse temperature; above 1 the magnet has two modes. */
  beta: number
  /** Field on the sum of spins. */
  h: number
}

export const MAX_BETA = 100

export function checkLaw({ law, beta, h }: CurieWeissLaw): void {
  if (law !== 'limit' && law !== 'finite')
    throw new Refusal(`law must be limit or finite; got ${String(law)}.`, { field: 'law' })
  if (!(beta > 0 && beta <= MAX_BETA))
    throw new Refusal(`beta must be above 0 and at most ${MAX_BETA}; got ${beta}.`, { field: 'beta' })
  if (!(Math.abs(h) <= 1e4)) throw new Refusal(`h must be between -1e4 and 1e4; got ${h}.`, { field: 'h' })
}

/** The positive solution of m = tanh(beta m); 0 for beta <= 1. */
export function spontaneousMagnetisation(beta: number): number {
  if (beta <= 1) return 0
  // tanh(x) > x - x^3/3 puts the root above sqrt(3 (beta-1)/beta^3).
  const below = Math.sqrt((3 * (beta - 1)) / beta ** 3) / 2
  return brentRoot((m) => m - Math.tanh(beta * m), Math.min(below, 0.5), 1)
}

export type Magnetism = {
  /** P(M > 0), M = mean spin. */
  weight: number
  /** E|M|. */
  magnetisation: number
  /** Standard deviation of the spins around their mean, sqrt(E[1 - M^2]). */
  std: number
}

/** The law itself: what a perfect sampler would give. Finite d sums over S with binomial weights. */
export function curieWeissTarget(law: CurieWeissLaw, d: number): Magnetism {
  checkLaw(law)
  const { beta, h } = law
  if (law.law === 'limit') {
    const m = spontaneousMagnetisation(beta)
    return { weight: 1 / (1 + Math.exp(-2 * h * m)), magnetisation: m, std: Math.sqrt(1 - m * m) }
  }
  const logs = Float64Array.from({ length: d + 1 }, (_, up) => {
    const mean = (2 * up - d) / d
    return (beta * d * mean * mean) / 2 + h * mean + logGamma(d + 1) - logGamma(up + 1) - logGamma(d - up + 1)
  })
  const top = logs.reduce((a, b) => Math.max(a, b))
  let [total, weight, magnetisation, square] = [0, 0, 0, 0]
  logs.forEach((log, up) => {
    const p = Math.exp(log - top)
    const mean = (2 * up - d) / d
    total += p
    if (mean > 0) weight += p
    magnetisation += p * Math.abs(mean)
    square += p * mean * mean
  })
  return {
    weight: weight / total,
    magnetisation: magnetisation / total,
    std: Math.sqrt(Math.max(0, 1 - square / total)),
  }
}

/** Writes E[a_i|x] for spins that feel `y`. */
export type SpinDenoiser = (y: Float64Array, out: Float64Array) => void

export function curieWeissDenoiser(law: CurieWeissLaw, d: number): SpinDenoiser {
  checkLaw(law)
  return law.law === 'limit' ? limitDenoiser(law) : finiteDenoiser(law, d)
}

/** Keeps quotients of two exponentials away from 0/0; beyond it tanh is 1 to the last bit anyway. */
const FLOOR = 1e-200

/**
 * With e = e^(-2|y|) and c = e^(-2 beta m) = (1-m)/(1+m): (1 + m tanh|y|)/(1 - m tanh|y|) = (1 + c e)/(c + e),
 * tanh(beta m + |y|) = (1 - c e)/(1 + c e) and tanh(|y| - beta m) = (c - e)/(c + e). One exponential a spin.
 */
function limitDenoiser({ beta, h }: CurieWeissLaw): SpinDenoiser {
  const m = spontaneousMagnetisation(beta)
  const c = Math.exp(-2 * beta * m)
  return (y, out) => {
    let logRatio = 2 * h * m
    let product = [1, 1]
    for (let i = 0; i < y.length; i++) {
      const e = Math.exp(-2 * Math.abs(y[i]))
      out[i] = e
      const side = y[i] < 0 ? 1 : 0
      product[side] *= (1 + c * e) / Math.max(c + e, FLOOR)
      if (product[side] > 1e100) {
        logRatio += (side === 0 ? 1 : -1) * Math.log(product[side])
        product[side] = 1
      }
    }
    logRatio += Math.log(product[0]) - Math.log(product[1])
    const q = 1 / (1 + Math.exp(-logRatio))
    for (let i = 0; i < y.length; i++) {
      const e = out[i]
      const along = (1 - c * e) / (1 + c * e)
      const against = (c - e) / Math.max(c + e, FLOOR)
      out[i] = y[i] < 0 ? -(q * against + (1 - q) * along) : q * along + (1 - q) * against
    }
  }
}

/** Trapezoid step of phi in units of sqrt(beta/d), the narrowest a peak of e^F can be: error e^(-2 pi^2/.64) = 4e-14. */
const SPACING = 0.8
/** Weights below e^-36 of the largest are left out. */
const NEGLIGIBLE = 36
const STRIDE = 8

/** Nodes of the sum over phi, of which every eighth is tried first. */
export function quadratureNodes(beta: number, d: number): number {
  const spacing = SPACING * Math.sqrt(beta / d)
  return 2 * STRIDE * Math.ceil((beta + 9 * Math.sqrt(beta / d)) / spacing / STRIDE) + 1
}

/**
 * The trapezoid sum over phi on one fixed grid, at the nodes that matter only. Nodes are first tried at every eighth; since
 * F + d phi^2/(2 beta) is convex, F between two of them exceeds the larger by at most (stride spacing)^2/8 = 5.12, which rules out
 * whole stretches for certain, wherever the peaks lie and however many there are.
 */
function finiteDenoiser({ beta, h }: CurieWeissLaw, d: number): SpinDenoiser {
  const spacing = SPACING * Math.sqrt(beta / d)
  const half = (quadratureNodes(beta, d) - 1) / 2
  const slack = (STRIDE * SPACING) ** 2 / 8
  const decay = new Float64Array(d)
  const logWeights = new Float64Array(2 * half + 1)

  return (y, out) => {
    let tilt = 0
    for (let i = 0; i < d; i++) {
      const u = y[i] + h / d
      decay[i] = Math.exp(-2 * Math.abs(u)) * (u < 0 ? -1 : 1)
      tilt += u < 0 ? -1 : 1
      // e^(-2|u|) underflows to 0, which must keep its side.
      if (decay[i] === 0) decay[i] = u < 0 ? -Number.MIN_VALUE : Number.MIN_VALUE
    }
    // F up to a constant: ln 2cosh(phi + u) = |u| +- phi + ln(1 + e^(-+2 phi) e^(-2|u|)), the sign that of u.
    const logWeight = (phi: number) => {
      const [up, down] = [Math.exp(-2 * phi), Math.exp(2 * phi)]
      let sum = (-d * phi * phi) / (2 * beta) + tilt * phi
      let product = 1
      for (let i = 0; i < d; i++) {
        product *= 1 + (decay[i] > 0 ? up * decay[i] : -down * decay[i])
        if (product > 1e150) {
          sum += Math.log(product)
          product = 1
        }
      }
      return sum + Math.log(product)
    }

    logWeights.fill(-Infinity)
    let top = -Infinity
    for (let k = 0; k <= 2 * half; k += STRIDE) {
      logWeights[k] = logWeight((k - half) * spacing)
      top = Math.max(top, logWeights[k])
    }
    for (let k = 0; k < 2 * half; k += STRIDE)
      if (Math.max(logWeights[k], logWeights[k + STRIDE]) + slack > top - NEGLIGIBLE)
        for (let j = k + 1; j < k + STRIDE; j++) {
          logWeights[j] = logWeight((j - half) * spacing)
          top = Math.max(top, logWeights[j])
        }

    let total = 0
    const nodes: { weight: number; up: number; down: number }[] = []
    logWeights.forEach((log, k) => {
      if (log < top - NEGLIGIBLE) return
      const weight = Math.exp(log - top)
      const phi = (k - half) * spacing
      total += weight
      nodes.push({ weight, up: Math.exp(-2 * phi), down: Math.exp(2 * phi) })
    })
    for (let i = 0; i < d; i++) {
      let mean = 0
      const e = Math.abs(decay[i])
      if (decay[i] > 0) for (const { weight, up } of nodes) mean += (weight * (1 - up * e)) / (1 + up * e)
      else for (const { weight, down } of nodes) mean -= (weight * (1 - down * e)) / (1 + down * e)
      out[i] = mean / total
    }
  }
}
