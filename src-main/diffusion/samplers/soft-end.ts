/** The steps of a walk that also undoes a corruption, and what its last one returns. */
import type { Level } from '#theory/grids/levels.ts'

/** `denoised`: a last step to sigma = 0, which returns the guess; `sigma-min`: the state at the last level of the schedule. */
export type SoftEnd = { end: 'denoised' | 'sigma-min' }

/** From each level to the next; the step to sigma = 0 is there for `denoised` alone. */
export const stops = (levels: readonly Level[], end: SoftEnd['end']) =>
  levels
    .slice(1)
    .map((next, i) => ({ i, level: levels[i], next }))
    .filter(({ next }) => next.sigma > 0 || end === 'denoised')
