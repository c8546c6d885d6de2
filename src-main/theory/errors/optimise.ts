/** The grid of least W2 or KL for a spectrum, a scheme and a number of points: what `anneal optimise` prints. */

import { isPlaced, type PlacedScheme } from '#axes/schemes/schemes.ts'
import { Refusal } from '#contract/refusal.ts'
import { binned } from './binned-spectrum.ts'
import { checkTimes } from './time-grid.ts'
import { gaussianErrors, prepare, problemOf, startVariances, type GaussianQuestion } from './gaussian-errors.ts'
import { minimise, type Evaluated } from './lbfgs.ts'
import { namedTimes } from '../grids/named-times.ts'
import { objectiveGradient, type Target } from './objective-gradient.ts'
import { klDivergence, type ObjectiveName } from './objectives.ts'

const softmax = (shares: Float64Array) => {
  const highest = shares.reduce((a, b) => Math.max(a, b))
  const powers = shares.map((share) => Math.exp(Math.max(-30, share - highest)))
  const sum = powers.reduce((a, b) => a + b)
  return powers.map((power) => power / sum)
}

export type OptimiseQuestion = Omit<GaussianQuestion, 'scheme' | 'times' | 'points'> & {
  scheme: PlacedScheme
  points: number
  /** Where the grid ends at noise level 0, the least level of the named grids (which go there in one step). */
  sigmaMin?: number
  /** What is to be least: W2(final law, data), or KL(final law || data). Default w2. */
  objective?: ObjectiveName
  /** More grids to start from and to beat, by name; as many points, same ends. */
  others?: Record<string, ArrayLike<number>>
}

export type OptimisedGrid = {
  times: Float64Array
  /** Noise levels sigma/alpha of the times: the same grid as a sigma list. */
  sigmas: Float64Array
  w2: number
  /** KL(final law || data) in nats, over the directions in which the data vary. */
  kl: number
  /** W2 and KL of each named grid where they are finite, least of the objective first. */
  named: { name: string; w2: number; kl: number }[]
  /** The objective of the best named grid divided by ours: 1.5 says a third less error. */
  gain: number
}

export const MOST_OPTIMISED_POINTS = 1000

/**
 * Minimises W2(final law, data), or KL, over the inner times; both ends stay. The times are increasing sums of softmax shares in the
 * coordinate asinh(t/c), c a tenth of the time at which noise equals the smallest direction, so that no step can turn. Descent by L-BFGS from the
 * best named grids and, for few points, from a low-discrepancy cover of the simplex. A large spectrum is binned for the search and
 * judged whole. The answer is never worse than the best named grid.
 */
export function optimiseGrid(question: OptimiseQuestion): OptimisedGrid {
  const { others = {}, sigmaMin, objective = 'w2', ...asked } = question
  if (question.points > MOST_OPTIMISED_POINTS) {
    throw new Refusal(`points must be at most ${MOST_OPTIMISED_POINTS} to be optimised`, { field: 'points' })
  }
  if (!isPlaced(asked.scheme) || (asked.scheme as string) === 'sde' || (asked.scheme as string) === 'ode') {
    throw new Refusal(`${asked.scheme} has no steps to place: choose another scheme`, { field: 'scheme' })
  }
  const prepared = prepare(asked)
  const { process, times } = prepared
  const { points } = question
  const [start, eps] = [times[0], times[points - 1]]

  const grids: Record<string, Float64Array> = namedTimes(process, { start, eps, points, sigmaMin })
  for (const [name, given] of Object.entries(others)) {
    const grid = checkTimes(process, given)
    if (grid.length !== points || grid[0] !== start || grid[points - 1] !== eps) {
      throw new Refusal(`${name} must have ${points} times from ${start} to ${eps}`, { field: 'others' })
    }
    grids[name] = grid
  }
  const whole = (grid: Float64Array) => {
    try {
      const { w2, variances } = gaussianErrors({ ...asked, points: undefined, times: grid })
      return { w2, kl: klDivergence(variances, prepared.spectrum) }
    } catch (error) {
      if (error instanceof Refusal) return { w2: Infinity, kl: Infinity }
      throw error
    }
  }
  const named = Object.entries(grids)
    .map(([name, grid]) => ({ name, ...whole(grid) }))
    .filter((entry) => entry[objective] < Infinity)
    .toSorted((a, b) => a[objective] - b[objective])
  if (named.length === 0) gaussianErrors(asked)

  const { spectrum, model, weights } = binned(prepared)
  const target: Target = { spectrum, weights, started: startVariances({ ...prepared, spectrum }), objective }
  const axis = stretchedAxis(process.timeOf(levelOfSmallest(spectrum)), start, eps)
  const evaluate = (shares: Float64Array): Evaluated => {
    const grid = axis.timesOf(shares)
    const { value, slopes } = objectiveGradient(asked.scheme, { ...problemOf(prepared), model, times: grid }, target)
    const good = value > 0 && value < Infinity && slopes.every(Number.isFinite)
    // the logarithm, so that descent does not depend on the scale of the data
    return {
      value: good ? Math.log(value) : Infinity,
      gradient: good ? axis.pullBack(shares, grid, slopes).map((slope) => slope / value) : new Float64Array(points - 1),
    }
  }
  const starts: Float64Array[] = named.map(({ name }) => axis.sharesOf(grids[name]))
  if (points <= 8) starts.push(...cover(points - 1))
  const ranked = starts
    .map((shares) => ({ shares, value: evaluate(shares).value }))
    .filter((entry) => entry.value < Infinity)
    .toSorted((a, b) => a.value - b.value)
    .slice(0, points <= 8 ? 24 : 3)
  const [first] = named
  let best = first ? { times: grids[first.name], w2: first.w2, kl: first.kl } : { times, w2: Infinity, kl: Infinity }
  for (const { shares } of points > 2 ? ranked : []) {
    const grid = axis.timesOf(minimise(evaluate, shares, { most: points <= 8 ? 150 : 400 }).point)
    const found = whole(grid)
    if (found[objective] < best[objective]) best = { times: grid, ...found }
  }
  if (best[objective] === Infinity) {
    throw new Refusal(`${objective} is infinite on every grid tried: take more points, or set eps above 0`, {
      field: 'points',
    })
  }
  const sigmas = best.times.map(process.noiseToSignal)
  return { ...best, sigmas, named, gain: (first?.[objective] ?? best[objective]) / best[objective] }
}

const levelOfSmallest = (spectrum: Float64Array) => {
  const positive = spectrum.filter((value) => value > 0)
  return Math.sqrt(positive.length > 0 ? positive.reduce((a, b) => Math.min(a, b)) : 1)
}

/** Grids as softmax logits of their steps along u = asinh(t/c). */
function stretchedAxis(timeOfSmallest: number, start: number, eps: number) {
  const c = Math.min(start, Math.max(1e-5 * start, 0.1 * (Number.isFinite(timeOfSmallest) ? timeOfSmallest : start)))
  const [from, to] = [Math.asinh(start / c), Math.asinh(eps / c)]
  return {
    timesOf(shares: Float64Array): Float64Array {
      const steps = softmax(shares)
      const times = new Float64Array(shares.length + 1)
      let passed = 0
      for (let k = 0; k < shares.length; k++) {
        times[k] = k === 0 ? start : c * Math.sinh(from + (to - from) * passed)
        passed += steps[k]
      }
      times[shares.length] = eps
      return times
    },
    sharesOf: (times: Float64Array) =>
      Float64Array.from({ length: times.length - 1 }, (_, k) =>
        Math.log(Math.asinh(times[k] / c) - Math.asinh(times[k + 1] / c)),
      ),
    /** Slopes in the times to slopes in the logits. */
    pullBack(shares: Float64Array, times: Float64Array, slopes: Float64Array) {
      const steps = softmax(shares)
      const inU = slopes.map((slope, k) => slope * Math.sqrt(c * c + times[k] * times[k]) * (to - from))
      let [passed, weighted, later] = [0, 0, 0]
      for (let k = 1; k < shares.length; k++) {
        passed += steps[k - 1]
        weighted += inU[k] * passed
        later += inU[k]
      }
      return steps.map((share, m) => {
        if (m > 0) later -= inU[m]
        return share * (later - weighted)
      })
    },
  }
}

/** Logits that cover the simplex of `steps` shares evenly: an R-sequence (Roberts 2018) through the exponential law. */
function cover(steps: number, count = 400): Float64Array[] {
  let root = 1.5
  for (let round = 0; round < 60; round++) root = (1 + root) ** (1 / (steps + 1))
  return Array.from({ length: count }, (_, i) =>
    Float64Array.from({ length: steps }, (_unused, k) =>
      Math.log(-Math.log((0.5 + (i + 1) * root ** -(k + 1)) % 1 || 0.5)),
    ),
  )
}
