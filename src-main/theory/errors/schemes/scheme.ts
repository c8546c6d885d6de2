/** What a sampling scheme is to the oracle: a linear map of the state in each eigendirection, step by step. */

import type { SchemeRow } from '#axes/row.ts'
import type { Process } from '../../process/process.ts'

/**
 * What a scheme runs on. The score is -(1 + misfit) x / (alpha^2 m + sigma^2), m an eigenvalue of `model`: exact when
 * `model` is the data's spectrum and misfit is 0. Times fall; `before` is the time ahead of times[0] when the list is a
 * window of a longer one, and `steps` the length of the whole.
 */
export type Problem = {
  process: Process
  times: Float64Array
  model: Float64Array
  misfit: number
  langevin: LangevinOptions
  churn: Churn
  before?: number
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
  repeat: number
  pre: Float64Array
  post: Float64Array
  enter?: Float64Array
  /** Writes the gain of step k for each eigenvalue. Fastest when k rises by one. */
  gain(k: number, out: Float64Array): void
  /** The same step on scale <- gain^2 scale (and shift <- gain^2 shift + post unless null) in one pass, for the schemes dragged most. */
  fused?(k: number, scale: Float64Array, shift: Float64Array | null): void
}

/** A deterministic scheme that remembers its last denoised image: x' = here x + there[k] memory, memory' = denoised x. */
export type TwoStateWalk = {
  states: 2
  steps: number
  memory: Float64Array
  /** Writes `here` and the gain of the denoised image of step k for each eigenvalue. */
  gains(k: number, here: Float64Array, denoised: Float64Array): void
}

export type Walk = OneStateWalk | TwoStateWalk

/** A row with the map that it is on a problem. */
export type Scheme = SchemeRow & { compile(problem: Problem): Walk }
