/** What a sampling scheme is to the oracle: a linear map of the state in each eigendirection, step by step. */

import type { SchemeRow } from '#axes/row.ts'
import type { Process } from '../../process/process.ts'

/**
 * What a scheme runs on. The score is -(1 + misfit) x / (alpha^2 m + sigma^2), m an eigenvalue of `model`: exact when
 * `model` is the data's spectrum and misfit is 0. Times fall; `before` are the times ahead of times[0], the nearest last, when the list is a
 * window of a longer one, and `steps` the length of the whole.
 */
export type Problem = {
  process: Process
  times: Float64Array
  model: Float64Array
  misfit: number
  langevin: LangevinOptions
  churn: Churn
  before?: readonly number[]
  steps: number
}

/** Annealed Langevin: `inner` steps a level, alpha_i = stepLr sigma_i^2/sigma_L^2. */
export type LangevinOptions = { inner: number; stepLr: number; convention: 'code' | 'report'; sigmaLast?: number }

/** EDM's stochastic sampler (Karras et al. 2022, arXiv 2206.00364, Alg. 2). `amount` 0 is the plain Heun sampler. */
export type Churn = { amount: number; tMin: number; tMax: number; noise: number }

/**
 * A scheme with one state: x <- gain (x + noise of variance pre) + noise of variance post, so that
 * v <- gain^2 (v + pre) + post, `repeat` times a step; where there is `enter`, x <- enter x comes first.
 */
export type OneStateWalk = {
  states: 1
  steps: number
  /** The index of the time that each step ends at, where not every step leads to the next. */
  ends?: readonly number[]
  repeat: number
  pre: Float64Array
  post: Float64Array
  enter?: Float64Array
  /** Writes the gain of step k for each eigenvalue. Fastest when k rises by one. */
  gain(k: number, out: Float64Array): void
  /** The same step on scale <- gain^2 scale (and shift <- gain^2 shift + post unless null) in one pass, for the schemes dragged most. */
  fused?(k: number, scale: Float64Array, shift: Float64Array | null): void
}

/**
 * A scheme that remembers: a state of x and of what it holds, s <- M_k s in each eigendirection. Noise of variance `noise[k]` is added to x
 * after step k; null for a flow.
 */
export type ManyStateWalk = {
  states: 2 | 3 | 4 | 5
  steps: number
  noise: Float64Array | null
  /** s <- M_k s in place: for each state one array over the eigenvalues, x first. */
  carry(k: number, states: readonly Float64Array[]): void
}

/** Levels before its own that a step of any scheme may look at. */
export const LOOK_BACK = 4

export type Walk = OneStateWalk | ManyStateWalk

/** A row with the map that it is on a problem. */
export type Scheme = SchemeRow & { compile(problem: Problem): Walk }
