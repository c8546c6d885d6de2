/** Which handle a pointer means. Pure. */
import type { Scale } from '#figures/scale.ts'
import type { Point } from './paint.ts'

/** The nearest handle within `radius` pixels, else null. Handles rise in x, so only those nearby are looked at. */
export function nearestHandle(
  handles: readonly Point[],
  x: Pick<Scale, 'place'>,
  y: Pick<Scale, 'place'>,
  at: { x: number; y: number },
  radius: number,
): number | null {
  let [low, high] = [0, handles.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (x.place(handles[middle].x) < at.x - radius) low = middle + 1
    else high = middle
  }
  let [best, nearest] = [null as number | null, radius]
  for (let i = low; i < handles.length; i++) {
    const dx = x.place(handles[i].x) - at.x
    if (dx > radius) break
    const distance = Math.hypot(dx, y.place(handles[i].sigma) - at.y)
    if (distance <= nearest) [best, nearest] = [i, distance]
  }
  return best
}
