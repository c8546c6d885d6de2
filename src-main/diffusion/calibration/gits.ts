/** GITS on a measured flow: what one step costs between any two of the teacher's levels, and the cheapest path. */
import { shortestPath } from '#theory/calibration/shortest-path.ts'
import { type Flow, rmsDistance, stepTo } from './stand.ts'
import type { Teacher } from './teacher.ts'

/** cost[i][j]: rms distance from the teacher at j after one step i -> j of the sampler from the teacher at i. */
export async function stepCosts(flow: Flow, teacher: Teacher, tick?: (done: number, of: number) => void) {
  const { levels, states, denoised } = teacher
  const cost = levels.map(() => new Float64Array(levels.length).fill(Infinity))
  for (let i = 0; i + 1 < levels.length; i++) {
    for (let j = i + 1; j < levels.length; j++) {
      const stand = { path: [levels[i]], start: states[i], calls: [denoised[i]] }
      const x = await stepTo(flow, stand, levels[j])
      cost[i][j] = rmsDistance(flow.tf, x, states[j])
      x.dispose()
    }
    tick?.(i + 1, levels.length - 1)
  }
  return cost
}

/**
 * Positive levels of the cheapest path with `levels` steps. One table of costs serves every number of levels. A sampler that remembers is
 * priced by its first step, which has nothing to remember (Chen et al. 2024, arXiv 2405.11326, section 3.2).
 */
export const gitsLevels = (cost: readonly Float64Array[], teacherLevels: readonly number[], levels: number): number[] =>
  shortestPath(cost, levels)
    .slice(0, -1)
    .map((index) => teacherLevels[index])
