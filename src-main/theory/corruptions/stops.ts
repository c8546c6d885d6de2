/** The stops of a walk that begins somewhere along a path, and times spread over the path. */
import type { Level } from '../grids/levels.ts'
import { levelAt } from './path.ts'

const at = (levels: readonly Level[], t: number): Level => ({ ...levelAt(levels, t), t })

/** `steps` + 1 levels from time `t` down to the last of the path, equally far apart in t, between its levels linear. */
export function stopsFrom(levels: readonly Level[], t: number, steps: number): Level[] {
  const end = levels[levels.length - 1].t ?? 0
  return Array.from({ length: steps + 1 }, (_, i) => at(levels, i === steps ? end : t + ((end - t) * i) / steps))
}

/** `count` levels from the least time of the path to its largest, least first; one is the largest. */
export function timesOver(levels: readonly Level[], count: number): Level[] {
  const [high, low] = [levels[0].t ?? 1, levels[levels.length - 1].t ?? 0]
  if (count === 1) return [at(levels, high)]
  return Array.from({ length: count }, (_, i) => at(levels, low + ((high - low) * i) / (count - 1)))
}
