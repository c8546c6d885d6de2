/** Langevin steps for levels that are given: how many at each, and how large. Song & Ermon 2020, arXiv:2006.09011, technique 4. */
import { bestEps } from './advisor.ts'

export type AdvisedSteps = {
  /** Steps at each level, T. */
  inner: number
  /** step_lr in the `code` convention, alpha_i = eps sigma_i^2/sigma_L^2. */
  eps: number
  nfe: number
}

/** Evaluations that the advised sequence of MNIST takes at T = 5. */
const BUDGET = 480
const [FEWEST, MOST] = [5, 100]

/**
 * T shares a budget of evaluations among the levels; eps brings the variance after a level closest to its own where neighbours are
 * furthest apart. `sigmas` in data units, falling, without a trailing 0.
 */
export function adviseSteps(sigmas: ArrayLike<number>, budget = BUDGET): AdvisedSteps {
  const levels = Array.from(sigmas).filter((sigma) => sigma > 0)
  const inner = Math.min(MOST, Math.max(FEWEST, Math.ceil(budget / Math.max(1, levels.length))))
  const gamma = levels.reduce((widest, sigma, i) => (i === 0 ? 1 : Math.max(widest, levels[i - 1] / sigma)), 1)
  const eps = Number(bestEps(gamma, inner, levels[levels.length - 1]).toPrecision(2))
  return { inner, eps, nfe: inner * levels.length + 1 }
}
