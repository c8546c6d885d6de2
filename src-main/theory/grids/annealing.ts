/**
 * What annealed Langevin dynamics needs of its levels: formulas of Song & Ermon 2020, "Improved techniques for training score-based
 * generative models", arXiv:2006.09011, for data that concentrate on points in d dimensions.
 */

import { normalCdf } from '../statistics/normal.ts'

/**
 * Overlap C of neighbouring levels with ratio gamma = sigma_i/sigma_(i+1) > 1: the share of N(0, sigma_i^2 I) that lies within three
 * standard deviations of the shell of radius sqrt(d) sigma_(i+1),
 * C = Phi(sqrt(2d)(gamma-1) + 3 gamma) - Phi(sqrt(2d)(gamma-1) - 3 gamma). Proposition 2.
 */
export function overlap(gamma: number, d: number): number {
  const shift = Math.sqrt(2 * d) * (gamma - 1)
  // Both arguments by the upper tail, which keeps its digits where C is tiny.
  return normalCdf(3 * gamma - shift) - normalCdf(-3 * gamma - shift)
}

/** gamma with overlap C, for 0 < C < 1; Infinity where shells are so thick (d < 5) that no ratio brings it down to C. */
export function ratioOfOverlap(target: number, d: number): number {
  let [low, high] = [1, 2]
  while (overlap(high, d) > target && high < 1e6) high *= 2
  if (overlap(high, d) > target) return Infinity
  for (let i = 0; i < 200 && high - low > 1e-14 * high; i++) {
    const middle = (low + high) / 2
    if (overlap(middle, d) > target) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/** Langevin steps: eps is step_lr, alpha_i = eps sigma_i^2/sigma_L^2; `code` moves by alpha s + sqrt(2 alpha) z, `report` by half of alpha. */
export type LangevinSteps = { eps: number; inner: number; sigmaL: number; convention?: 'code' | 'report' }

/** The share e of x that one step pulls in: x <- (1 - e) x + noise. Stable for 0 < e < 2; 1 forgets in one step. */
export const pullOf = ({ eps, sigmaL, convention = 'code' }: LangevinSteps) =>
  (convention === 'code' ? eps : eps / 2) / sigmaL ** 2

/**
 * s_T^2/sigma^2: variance, in units of its own level, after T steps from the level above:
 * (1-e)^(2T) (gamma^2 - c) + c with c = 2e/(1 - (1-e)^2) = 1/(1 - e/2). Close to 1 when T and eps suit the ratio. Proposition 3.
 */
export function varianceRatio(gamma: number, steps: LangevinSteps): number {
  const e = pullOf(steps)
  const c = 1 / (1 - e / 2)
  return (1 - e) ** (2 * steps.inner) * (gamma * gamma - c) + c
}
