/** The cheapest way through a teacher's levels in a given number of steps: the search of GITS. */

import { Refusal } from '#contract/refusal.ts'

/**
 * Indices of the path with exactly `steps` edges from 0 to last of least total cost; `cost[i][j]`, j > i, is that of the one step i -> j. A
 * dynamic programme over (steps used, index): O(steps n^2). Chen, Zhou, Wang, Shen & Xu 2024 (GITS), arXiv 2405.11326, section 3.
 */
export function shortestPath(cost: readonly ArrayLike<number>[], steps: number): number[] {
  const n = cost.length
  refuseTooMany(steps, n)
  let best = new Float64Array(n).fill(Infinity)
  best[0] = 0
  const before: Int32Array[] = []
  for (let step = 1; step <= steps; step++) {
    const next = new Float64Array(n).fill(Infinity)
    const from = new Int32Array(n).fill(-1)
    for (let j = step; j < n; j++) {
      for (let i = step - 1; i < j; i++) {
        const total = best[i] + cost[i][j]
        if (total < next[j]) {
          next[j] = total
          from[j] = i
        }
      }
    }
    best = next
    before.push(from)
  }
  if (!(best[n - 1] < Infinity))
    throw new Refusal('no path of finite cost leads through the teacher: its steps are not finite', {
      field: 'teacher',
    })
  return walkBack(before, n - 1)
}

/** The indices that lead to `last`, first to last. */
export function walkBack(before: readonly ArrayLike<number>[], last: number): number[] {
  const path = [last]
  for (let step = before.length - 1; step >= 0; step--) path.unshift(before[step][path[0]])
  return path
}

export function refuseTooMany(steps: number, teacherLevels: number): void {
  if (steps < teacherLevels) return
  throw new Refusal(`${steps} steps cannot be chosen from a teacher of ${teacherLevels - 1}: ask for fewer levels`, {
    field: 'levels',
  })
}
