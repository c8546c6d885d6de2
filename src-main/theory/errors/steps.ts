/** How many steps reach a W2 target: what `anneal theory steps` prints. */

import { Refusal } from '#contract/refusal.ts'
import { parameter } from '../process/parameters.ts'
import type { Process } from '../process/process.ts'
import { processOf, type ProcessSpec } from '../process/processes.ts'
import { applyLaw, reverseLaw } from './continuous.ts'
import { eulerMaruyama, exponentialIntegrator } from './schemes/one-stage.ts'
import { checkSpectrum, refuseLong } from './spectrum.ts'
import { w2, w2SquaredOf } from './wasserstein.ts'

export const MOST_STEPS = 100_000

export type StepsQuestion = {
  process: ProcessSpec | Process
  spectrum: ArrayLike<number>
  target: number
  scheme?: 'ei' | 'em'
}

/** `w2` is the error with so many steps, `floor` that of the continuous SDE from the prior, which more steps tend to. */
export type StepsAnswer = { steps: number; w2: number; floor: number }

/** Evaluations of (step, eigenvalue) and of coefficients that the exact scan may cost before the search takes over. */
const SCAN_BUDGET = 1.5e7

/** Beyond so many eigenvalues no K can undo the error of all at once: a rung this far above the target needs no exact value. */
const MANY = 256

/**
 * The least K with W2(law of K uniform steps from the prior, data) <= target, for the exponential integrator at eps = 0.
 * Every K from 1 is tried up to where that costs `SCAN_BUDGET`. From there on a ladder of ratio 1.3 is climbed: each standard
 * deviation is a + b/K + O(1/K^2) by then, so that W2^2 is a parabola in 1/K; the interval is searched where it crosses the target
 * or where the parabola through three rungs has its bottom near it. None below 1e5 is refused with the floor.
 */
export function fewestSteps({ process: spec, spectrum: given, target, scheme = 'ei' }: StepsQuestion): StepsAnswer {
  const process = 'alpha' in spec ? spec : processOf(spec)
  const spectrum = checkSpectrum(given)
  refuseLong(MOST_STEPS * spectrum.length, 'spectrum')
  parameter({ target }, 'target', { above: 0, atMost: 1e9 })
  const floor = w2(
    applyLaw(
      reverseLaw(process, spectrum, 'sde', { start: process.end, t: 0 }),
      spectrum.map(() => process.priorVariance(process.end)),
    ),
    spectrum,
  )
  const error = uniformError(process, spectrum, scheme)
  const answer = (steps: number): StepsAnswer => ({ steps, w2: error(steps), floor })
  const reached = (steps: number) => error(steps, target) <= target

  const scan = Math.max(20, Math.floor(Math.sqrt((2 * SCAN_BUDGET) / (spectrum.length + 12))))
  for (let steps = 1; steps <= Math.min(scan, MOST_STEPS); steps++) if (reached(steps)) return answer(steps)

  const enough = spectrum.length > MANY ? 4 * target : Infinity
  let [older, old] = [
    { steps: scan, w2: Infinity },
    { steps: scan, w2: error(scan, enough) },
  ]
  while (old.steps < MOST_STEPS) {
    const steps = Math.min(MOST_STEPS, Math.ceil(old.steps * 1.3))
    const rung = { steps, w2: error(steps, enough) }
    if (rung.w2 <= target) return answer(firstReached(old.steps, steps, reached))
    if (bottomWithin(older, old, rung) < 2 * target) {
      const dip = leastBetween(older.steps, steps, error)
      if (reached(dip)) return answer(firstReached(older.steps, dip, reached))
    }
    ;[older, old] = [old, rung]
  }
  throw new Refusal(
    `${process.family} does not reach W2 ${target} within ${MOST_STEPS} uniform steps: it has ${error(MOST_STEPS).toPrecision(4)} there, and ${floor.toPrecision(4)} in the limit; raise target`,
    { field: 'target' },
  )
}

/** The least K in (failing, reaching] that reaches, where reaching is monotone. */
function firstReached(failing: number, reaching: number, reached: (steps: number) => boolean): number {
  let [low, high] = [failing, reaching]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (reached(middle)) high = middle
    else low = middle
  }
  return high
}

type Rung = { steps: number; w2: number }

/** The least W2 of the parabola of W2^2 in 1/K through three rungs, if its bottom lies between them; else Infinity. */
function bottomWithin(first: Rung, second: Rung, third: Rung): number {
  const [u, v, w] = [1 / first.steps, 1 / second.steps, 1 / third.steps]
  const [p, q, r] = [first.w2 ** 2, second.w2 ** 2, third.w2 ** 2]
  if (!(p + q + r < Infinity)) return Infinity
  const slope = (p - q) / (u - v)
  const curvature = (slope - (q - r) / (v - w)) / (u - w)
  const bottom = (u + v - slope / curvature) / 2
  if (!(curvature > 0 && bottom < u && bottom > w)) return Infinity
  return Math.sqrt(Math.max(0, p + slope * (bottom - u) + curvature * (bottom - u) * (bottom - v)))
}

/** The K of least error between two ends, by ternary search of one valley. */
function leastBetween(from: number, to: number, error: (steps: number) => number): number {
  let [low, high] = [from, to]
  while (high - low > 2) {
    const third = Math.floor((high - low) / 3)
    if (error(low + third) <= error(high - third)) high -= third || 1
    else low += third || 1
  }
  return low + 1
}

/**
 * W2 at eps = 0 from the prior after K uniform steps, one eigenvalue after the other, so that `enough` can end the sum as soon as
 * it is passed: eigenvalues that failed most last time come first.
 */
export function uniformError(process: Process, spectrum: Float64Array, scheme: 'ei' | 'em' = 'ei') {
  const row = scheme === 'ei' ? exponentialIntegrator : eulerMaruyama
  const order = Uint32Array.from(spectrum, (_, j) => j)
  const share = new Float64Array(spectrum.length)
  const start = process.priorVariance(process.end)
  let coefficients = new Float64Array(5 * 64)
  return (steps: number, enough = Infinity): number => {
    const size = 5 * steps
    if (coefficients.length < size) coefficients = new Float64Array(2 * size)
    for (let k = 0; k < steps; k++) {
      const t = process.end * (1 - k / steps)
      const { p, n0, noise } = row(process, t, process.end * (1 - (k + 1) / steps), 0)
      coefficients[5 * k] = p
      coefficients[5 * k + 1] = n0
      coefficients[5 * k + 2] = process.alphaSquared(t)
      coefficients[5 * k + 3] = process.sigmaSquared(t)
      coefficients[5 * k + 4] = noise
    }
    const limit = enough * enough
    let sum = 0
    for (let i = 0; i < order.length; i++) {
      const j = order[i]
      const l = spectrum[j]
      let v = start
      for (let at = 0; at < size; at += 5) {
        const gain = coefficients[at] + coefficients[at + 1] / (coefficients[at + 2] * l + coefficients[at + 3])
        v = gain * gain * v + coefficients[at + 4]
      }
      share[j] = w2SquaredOf(v, l)
      sum += share[j]
      if (sum > limit * (1 + 1e-12)) {
        // bring the one that decided forward: the next K fails on it sooner
        if (i > 0) [order[i], order[i >> 1]] = [order[i >> 1], order[i]]
        return Infinity
      }
    }
    order.sort((a, b) => share[b] - share[a])
    return Math.sqrt(sum)
  }
}
