/** Samplers of the league: the oracle's scheme that each is along noise levels, and its walk along a list. */

import type { LEAGUE_SAMPLERS } from '#contract/theory.ts'
import { SCHEMES, type SchemeName } from '../errors/schemes/schemes.ts'
import type { Walk } from '../errors/schemes/scheme.ts'
import { processOf } from '../process/processes.ts'

/** Flows along noise levels. Heun's last step, to 0, is Euler's; those that look back do so at their defaults. */
export const STEP_OF = {
  euler: 'euler',
  heun: 'edm',
  dpmpp2m: 'dpmpp2m',
  dpmpp3m: 'dpmpp3m',
  unipc: 'unipc',
  deis: 'deis',
  ipndm: 'ipndm',
} as const satisfies Record<(typeof LEAGUE_SAMPLERS)[number], SchemeName>
export type Stepping = keyof typeof STEP_OF

/** The walk of a sampler along `levels`, `before` those that it came along; eigenvalues are of the law whose exact score it is given. */
export function walkOf(
  stepping: Stepping,
  eigenvalues: Float64Array,
  { levels, before = [] }: { levels: readonly number[]; before?: readonly number[] },
): Walk {
  return SCHEMES[STEP_OF[stepping]].compile({
    process: processOf({ family: 'edm', sigmaMax: before[0] ?? levels[0] }),
    times: Float64Array.from(levels),
    before,
    model: eigenvalues,
    misfit: 0,
    langevin: { inner: 1, stepLr: 1, convention: 'code' },
    churn: { amount: 0, tMin: 0, tMax: Infinity, noise: 1 },
    steps: levels.length - 1,
  })
}
