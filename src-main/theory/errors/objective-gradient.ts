/** An objective of a scheme's final law (W2^2, KL) and its slope in every time of the grid, by the adjoint of the recursion. */

import type { OneStateWalk, Problem, TwoStateWalk } from './schemes/scheme.ts'
import { OBJECTIVES, type ObjectiveName } from './objectives.ts'
import { SCHEMES, type SchemeName } from './schemes/schemes.ts'

/** `weights[j]` eigenvalues equal spectrum[j]; `started` are the variances at the first time. `objective` is w2 unless said. */
export type Target = {
  spectrum: Float64Array
  weights: Float64Array
  started: Float64Array
  objective?: ObjectiveName
}

type State = { x: Float64Array; memory: Float64Array }

/**
 * value = sum_j weights_j of(v_j, l_j), (sqrt v - sqrt l)^2 for W2, and slopes[i] = d value / d times[i] for the inner knots (0 at both ends). States are kept
 * going forward, their adjoints going back: lambda_k = a_k lambda_{k+1} for v <- a v + b, its 2 x 2 transpose for
 * two-step schemes. What is left, the slope of two (three) steps in the knot between them, is a central difference.
 */
export function objectiveGradient(
  scheme: SchemeName,
  problem: Problem,
  target: Target,
): { value: number; slopes: Float64Array } {
  return SCHEMES[scheme].reach === 1 ? oneState(scheme, problem, target) : twoState(scheme, problem, target)
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

function stepTwo(
  walk: TwoStateWalk,
  k: number,
  here: Float64Array,
  denoised: Float64Array,
  { x, memory }: State,
): void {
  walk.gains(k, here, denoised)
  for (let j = 0; j < x.length; j++) {
    const value = x[j]
    x[j] = here[j] * value + walk.memory[k] * memory[j]
    memory[j] = denoised[j] * value
  }
}

function twoState(scheme: SchemeName, problem: Problem, { spectrum, weights, started, objective = 'w2' }: Target) {
  const { times } = problem
  const size = spectrum.length
  const walk = SCHEMES[scheme].compile(problem) as TwoStateWalk
  const steps = Array.from({ length: walk.steps }, () => ({
    here: new Float64Array(size),
    denoised: new Float64Array(size),
  }))
  const states: State[] = [{ x: new Float64Array(size).fill(1), memory: new Float64Array(size) }]
  for (let k = 0; k < walk.steps; k++) {
    const state = { x: states[k].x.slice(), memory: states[k].memory.slice() }
    stepTwo(walk, k, steps[k].here, steps[k].denoised, state)
    states.push(state)
  }
  const { of, slope } = OBJECTIVES[objective]
  let value = 0
  const adjoints: State[] = []
  adjoints[walk.steps] = {
    x: states[walk.steps].x.map((x, j) => {
      const v = x * x * started[j]
      value += weights[j] * of(v, spectrum[j])
      return weights[j] * slope(v, spectrum[j]) * 2 * x * started[j]
    }),
    memory: new Float64Array(size),
  }
  for (let k = walk.steps - 1; k >= 0; k--) {
    const { x, memory } = adjoints[k + 1]
    const { here, denoised } = steps[k]
    adjoints[k] = {
      x: x.map((lambda, j) => here[j] * lambda + denoised[j] * memory[j]),
      memory: x.map((lambda) => walk.memory[k] * lambda),
    }
  }
  const slopes = new Float64Array(times.length)
  const [here, denoised] = [new Float64Array(size), new Float64Array(size)]
  for (let i = 1; i < walk.steps; i++) {
    const end = Math.min(walk.steps, i + 2)
    const window = times.slice(i - 1, end + 1)
    slopes[i] = centralSlope(window, 1, (moved) => {
      const state = { x: states[i - 1].x.slice(), memory: states[i - 1].memory.slice() }
      const part = SCHEMES[scheme].compile({
        ...problem,
        times: moved,
        before: i > 1 ? times[i - 2] : undefined,
      }) as TwoStateWalk
      for (let k = 0; k < part.steps; k++) stepTwo(part, k, here, denoised, state)
      let sum = 0
      for (let j = 0; j < size; j++) {
        sum +=
          adjoints[end].x[j] * (state.x[j] - states[end].x[j]) +
          adjoints[end].memory[j] * (state.memory[j] - states[end].memory[j])
      }
      return sum
    })
  }
  return { value, slopes }
}
