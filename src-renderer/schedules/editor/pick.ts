/** Which handle a pointer means. Pure. */
import { pixelOf, type Axis } from './axis.ts'
import type { Point } from './paint.ts'

/** The nearest handle within `radius` pixels, else null. Handles rise in x, so only those nearby are looked at. */
export function nearestHandle(
  handles: readonly Point[],
  x: Axis,
  y: Axis,
  at: { x: number; y: number },
  radius: number,
): number | null {
  let [low, high] = [0, handles.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (pixelOf(x, handles[middle].x) < at.x - radius) low = middle + 1
    else high = middle
  }
  let [best, nearest] = [null as number | null, radius]
  for (let i = low; i < handles.length; i++) {
    const dx = pixelOf(x, handles[i].x) - at.x
    if (dx > radius) break
    const distance = Math.hypot(dx, pixelOf(y, handles[i].sigma) - at.y)
    if (distance <= nearest) [best, nearest] = [i, distance]
  }
  return best
}
