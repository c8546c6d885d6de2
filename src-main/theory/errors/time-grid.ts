/** The times at which a sampler stops: uniform with a last time eps, or any falling list. */

import { Refusal } from '#contract/refusal.ts'
import { parameter, wholeNumber } from '../process/parameters.ts'
import type { Process } from '../process/process.ts'

export const MOST_POINTS = 1_000_000

/** t_k = T - (T - eps) k/(points - 1), k = 0 .. points - 1; both ends assigned. `points` points make points - 1 steps. */
export function uniformTimes(process: Process, points: number, eps: number): Float64Array {
  wholeNumber({ points }, 'points', { atLeast: 2, atMost: MOST_POINTS })
  parameter({ eps }, 'eps', { atLeast: 0 })
  if (eps >= process.end)
    throw new Refusal(`eps must be below ${process.end}, where sampling starts, not ${eps}`, { field: 'eps' })
  const times = Float64Array.from({ length: points }, (_, k) => process.end - ((process.end - eps) * k) / (points - 1))
  times[points - 1] = eps
  for (let k = 1; k < points; k++) {
    if (!(times[k] < times[k - 1]))
      throw new Refusal(`eps leaves no room for ${points} different times`, { field: 'eps' })
  }
  return times
}

/** A strictly falling list within [0, T], at least two times. */
export function checkTimes(process: Process, given: ArrayLike<number>): Float64Array {
  const times = Float64Array.from(given)
  if (times.length < 2) throw new Refusal('times must hold at least two times', { field: 'times' })
  times.forEach((t, k) => {
    if (!(t >= 0 && t <= process.end)) {
      throw new Refusal(`times[${k}] = ${t} is outside 0 to ${process.end}`, { field: 'times' })
    }
    if (k > 0 && !(t < times[k - 1])) {
      throw new Refusal(`times must fall: times[${k}] = ${t} is not below ${times[k - 1]}`, { field: 'times' })
    }
  })
  return times
}
