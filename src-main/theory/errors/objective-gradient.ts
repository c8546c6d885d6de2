/** An objective of a scheme's final law (W2^2, KL) and its slope in every time of the grid, by the adjoint of the recursion. */

import { LOOK_BACK, type ManyStateWalk, type OneStateWalk, type Problem } from './schemes/scheme.ts'
import { OBJECTIVES, type ObjectiveName } from './objectives.ts'
import { SCHEMES, type SchemeName } from './schemes/schemes.ts'
import { carrySpread, type States, unitStates } from './walk-law.ts'

/** `weights[j]` eigenvalues equal spectrum[j]; `started` are the variances at the first time. `objective` is w2 unless said. */
export type Target = {
  spectrum: Float64Array
  weights: Float64Array
  started: Float64Array
  objective?: ObjectiveName
}

/**
 * value = sum_j weights_j of(v_j, l_j), (sqrt v - sqrt l)^2 for W2, and slopes[i] = d value / d times[i] for the inner knots (0 at both ends). States are kept
 * going forward, their adjoints going back: lambda_k = a_k lambda_{k+1} for v <- a v + b, the transpose of the map of
 * schemes that remember. What is left, the slope of the steps that a knot changes in that knot, is a central difference.
 */
export function objectiveGradient(
  scheme: SchemeName,
  problem: Problem,
  target: Target,
): { value: number; slopes: Float64Array } {
  return SCHEMES[scheme].reach === 1 ? oneState(scheme, problem, target) : manyStates(scheme, problem, target)
}

/** Central difference of `of` in the knot between its neighbours. */
function centralSlope(window: Float64Array, at: number, of: (moved: Float64Array) => number): number {
  const time = window[at]
  const reach = 1e-5 * Math.min(window[at - 1] - time, time - window[at + 1])
  const shifted = (by: number) => {
    const moved = window.slice()
    moved[at] = time + by
    return of(moved)
  }
  return (shifted(reach) - shifted(-reach)) / (2 * reach)
}

function step(walk: OneStateWalk, k: number, gain: Float64Array, v: Float64Array): void {
  walk.gain(k, gain)
  for (let j = 0; j < v.length; j++) v[j] = gain[j] * gain[j] * (v[j] + walk.pre[k]) + walk.post[k]
}

function oneState(scheme: SchemeName, problem: Problem, { spectrum, weights, started, objective = 'w2' }: Target) {
  const walk = SCHEMES[scheme].compile(problem) as OneStateWalk
  const gains = Array.from({ length: walk.steps }, () => new Float64Array(spectrum.length))
  const variances = [started.slice()]
  for (let k = 0; k < walk.steps; k++) {
    const v = variances[k].slice()
    step(walk, k, gains[k], v)
    variances.push(v)
  }
  const last = variances[walk.steps]
  const { of, slope } = OBJECTIVES[objective]
  let value = 0
  const adjoint = last.map((v, j) => {
    value += weights[j] * of(v, spectrum[j])
    return weights[j] * slope(v, spectrum[j])
  })
  const slopes = new Float64Array(problem.times.length)
  const scratch = new Float64Array(spectrum.length)
  for (let i = walk.steps - 1; i > 0; i--) {
    const window = problem.times.slice(i - 1, i + 2)
    slopes[i] = centralSlope(window, 1, (times) => {
      const v = variances[i - 1].slice()
      const two = SCHEMES[scheme].compile({ ...problem, times }) as OneStateWalk
      step(two, 0, scratch, v)
      step(two, 1, scratch, v)
      // against the law on the unmoved grid, so that the difference of two sums does not cancel
      let sum = 0
      for (let j = 0; j < v.length; j++) sum += adjoint[j] * (v[j] - variances[i + 1][j])
      return sum
    })
    for (let j = 0; j < adjoint.length; j++) adjoint[j] *= gains[i][j] * gains[i][j]
  }
  return { value, slopes }
}

/** In columns: the gains of the start of a flow, or the covariance of the state of a scheme with noise. */
type Columns = readonly States[]

const copyOf = (columns: Columns): Columns => columns.map((column) => column.map((values) => values.slice()))
const swapped = (columns: Columns): Columns => columns.map((_, row) => columns.map((column) => column[row]))

/** M' times each column; `map` are the columns of M. */
const transposed = (map: Columns, columns: Columns): Columns =>
  columns.map((column) =>
    map.map((image) => image[0].map((_, j) => image.reduce((sum, values, row) => sum + values[j] * column[row][j], 0))),
  )

function manyStates(scheme: SchemeName, problem: Problem, { spectrum, weights, started, objective = 'w2' }: Target) {
  const { times } = problem
  const size = spectrum.length
  const compiled = (asked: Problem) => SCHEMES[scheme].compile(asked) as ManyStateWalk
  const walk = compiled(problem)
  const flow = walk.noise === null
  const carried = (part: ManyStateWalk, k: number, columns: Columns) =>
    flow ? part.carry(k, columns[0]) : carrySpread(part, k, columns)
  const none = () => unitStates(walk, size, -1)
  const first: Columns = flow
    ? [unitStates(walk, size)]
    : Array.from({ length: walk.states }, (_, c) => (c === 0 ? [started.slice(), ...none().slice(1)] : none()))
  const held = [first]
  for (let k = 0; k < walk.steps; k++) {
    const columns = copyOf(held[k])
    carried(walk, k, columns)
    held.push(columns)
  }
  const { of, slope } = OBJECTIVES[objective]
  const [[last]] = held[walk.steps]
  const reached = flow ? last.map((x, j) => x * x * started[j]) : last
  const value = reached.reduce((sum, v, j) => sum + weights[j] * of(v, spectrum[j]), 0)
  const ofLast = reached.map((v, j) => weights[j] * slope(v, spectrum[j]) * (flow ? 2 * last[j] * started[j] : 1))
  const adjoints: Columns[] = []
  adjoints[walk.steps] = first.map((_, c) => (c === 0 ? [ofLast, ...none().slice(1)] : none()))
  for (let k = walk.steps - 1; k >= 0; k--) {
    const map = Array.from({ length: walk.states }, (_, unit) => unitStates(walk, size, unit))
    for (const image of map) walk.carry(k, image)
    const half = transposed(map, adjoints[k + 1])
    adjoints[k] = flow ? half : transposed(map, swapped(half))
  }
  const slopes = new Float64Array(times.length)
  for (let i = 1; i < walk.steps; i++) {
    const end = Math.min(walk.steps, i + SCHEMES[scheme].reach)
    const before = Array.from(times.subarray(Math.max(0, i - 1 - LOOK_BACK), i - 1))
    slopes[i] = centralSlope(times.slice(i - 1, end + 1), 1, (moved) => {
      const columns = copyOf(held[i - 1])
      const part = compiled({ ...problem, times: moved, before })
      for (let k = 0; k < part.steps; k++) carried(part, k, columns)
      let sum = 0
      adjoints[end].forEach((column, c) =>
        column.forEach((values, row) => {
          const [from, to] = [held[end][c][row], columns[c][row]]
          for (let j = 0; j < size; j++) sum += values[j] * (to[j] - from[j])
        }),
      )
      return sum
    })
  }
  return { value, slopes }
}
