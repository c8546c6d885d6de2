/** The first-order law: where steps belong when each is short, from what a step loses in each eigendirection (VE). */

import type { ObjectiveName } from '../errors/objectives.ts'
import { logCells, gridOfMasses, type LevelEnds } from './density-grid.ts'
import type { Directions } from './step-densities.ts'

/**
 * A step of length h at sigma changes the logarithm of the standard deviation in a direction of variance l by h^power c(l, sigma) against the
 * exact flow. Euler: gain (l + s s')/(l + s^2) against sqrt((l + s'^2)/(l + s^2)), c = l/(2 (l + s^2)^2) too little, power 2. Heun: c = l s/(2 (l + s^2)^3) too
 * much, power 3 (expand the gain to h^3).
 */
export const STEP_LOSSES = {
  euler: { power: 2, of: (l: number, sigma: number) => l / (2 * (l + sigma * sigma) ** 2) },
  heun: { power: 3, of: (l: number, sigma: number) => (l * sigma) / (2 * (l + sigma * sigma) ** 3) },
} as const

export type SteppingName = keyof typeof STEP_LOSSES

/** Weight of a direction: to second order W2^2 = sum_k l_k I_k^2 and KL = sum_k I_k^2. */
const WEIGHTS: { readonly [N in ObjectiveName]: (l: number) => number } = {
  w2: (l) => l,
  kl: (l) => (l > 0 ? 1 : 0),
}

const CELLS = 800
const ROUNDS = 200
const SETTLED = 1e-5

export type FirstOrderQuestion = LevelEnds & { law: Directions; stepping: SteppingName; objective: ObjectiveName }

/**
 * With rho steps per unit of sigma a direction loses I_k = int c_k rho^(1 - power) dsigma in all. The least sum_k w_k I_k^2 at a given
 * number of steps has
 *
 *     rho proportional to (sum_k w_k I_k c_k)^(1/power)
 *
 * a square root for Euler, a cube root for Heun: a fixed point, as I_k depends on rho. Found by averaging log rho with its image. Of one eigenvalue it is
 * the tangent law. Ours, by the method of Pierret & Galerne 2024 (arXiv 2405.14250) and the calculus of variations.
 */
export function firstOrderGrid(question: FirstOrderQuestion): Float64Array {
  const { edges, widths, density } = firstOrderDensity(question)
  return gridOfMasses(
    edges,
    density.map((rho, i) => rho * widths[i]),
    question.levels,
  )
}

/** Steps per e-fold of sigma that one band of eigenvalues asks for; they sum to the density. */
export type BandDemand = { low: number; high: number; directions: number; steps: Float64Array }
export type StepDemand = { sigma: Float64Array; steps: Float64Array; bands: BandDemand[] }

/**
 * Which eigenvalues ask for which steps: the density of the first-order law, sigma rho(sigma), so that its integral over log sigma is the steps between
 * `levels` levels, and of it the share sum_{k in band} w_k I_k c_k(sigma) of the whole sum. Bands are even in the logarithm of the positive eigenvalues.
 */
export function stepDemand(question: FirstOrderQuestion, bands = 5): StepDemand {
  const { middles, density, accumulated, losses, weight } = firstOrderDensity(question)
  const { spectrum, weights } = question.law
  const positive = spectrum.filter((l) => l > 0)
  const [low, high] = [positive.reduce((a, b) => Math.min(a, b)), positive.reduce((a, b) => Math.max(a, b))]
  const count = high > low * 1.001 ? bands : 1
  const edge = (i: number) => low * (high / low) ** (i / count)
  const bandOf = (l: number) =>
    count === 1 ? 0 : Math.min(count - 1, Math.max(0, Math.floor((count * Math.log(l / low)) / Math.log(high / low))))
  const steps = density.map((rho, i) => rho * middles[i] * (question.levels - 1))
  const found = Array.from({ length: count }, (_, i) => ({
    low: edge(i),
    high: edge(i + 1),
    directions: 0,
    steps: new Float64Array(middles.length),
  }))
  const whole = new Float64Array(middles.length)
  spectrum.forEach((l, k) => {
    if (!(l > 0)) return
    const band = found[bandOf(l)]
    band.directions += weights[k]
    const factor = weight[k] * accumulated[k]
    for (let i = 0; i < whole.length; i++) {
      band.steps[i] += factor * losses[k][i]
      whole[i] += factor * losses[k][i]
    }
  })
  for (const band of found)
    band.steps = band.steps.map((share, i) => (whole[i] > 0 ? (share / whole[i]) * steps[i] : 0))
  return { sigma: middles, steps, bands: found }
}

/** The density on cells even in log sigma. */
function firstOrderDensity({ law, stepping, objective, ...ends }: FirstOrderQuestion) {
  const { spectrum, weights } = law
  const { edges, middles, widths } = logCells(ends, CELLS)
  const { power, of } = STEP_LOSSES[stepping]
  const losses = Array.from(spectrum, (l) => middles.map((sigma) => of(l, sigma)))
  const weight = Float64Array.from(spectrum, (l, k) => weights[k] * WEIGHTS[objective](l))
  let density: Float64Array = middles.map((sigma) => 1 / sigma)
  for (let round = 0; round < ROUNDS; round++) {
    const next = densityOf(losses, weight, lost(losses, density, widths, power), power)
    let moved = 0
    density = density.map((rho, i) => {
      const mean = Math.sqrt(rho * next[i])
      moved = Math.max(moved, Math.abs(Math.log(mean / rho)))
      return mean
    })
    density = normalised(density, widths)
    if (moved < SETTLED) break
  }
  return { edges, middles, widths, density, losses, weight, accumulated: lost(losses, density, widths, power) }
}

/** I_k of each direction at the density of one step in all. */
function lost(losses: Float64Array[], density: Float64Array, widths: Float64Array, power: number): Float64Array {
  const spacing = density.map((rho, i) => rho ** (1 - power) * widths[i])
  return Float64Array.from(losses, (loss) => {
    let sum = 0
    for (let i = 0; i < spacing.length; i++) sum += loss[i] * spacing[i]
    return sum
  })
}

function densityOf(losses: Float64Array[], weight: Float64Array, accumulated: Float64Array, power: number) {
  const sums = new Float64Array(losses[0].length)
  losses.forEach((loss, k) => {
    const factor = weight[k] * accumulated[k]
    if (factor > 0) for (let i = 0; i < sums.length; i++) sums[i] += factor * loss[i]
  })
  return sums.map((sum) => sum ** (1 / power))
}

/** One step in all, so that rounds are comparable. */
function normalised(density: Float64Array, widths: Float64Array): Float64Array {
  let steps = 0
  for (let i = 0; i < widths.length; i++) steps += density[i] * widths[i]
  return density.map((rho) => rho / steps)
}
