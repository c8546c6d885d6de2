/** A noisy series made readable, beside the raw one and never in its place. Pure. */
import type { PlotPoint } from '../../figures/plot-points.ts'

/**
 * Exponential mean with the start corrected (Kingma & Ba 2014, arXiv:1412.6980, section 3): m_i = w m_(i-1) + (1 - w) y_i, shown
 * as m_i / (1 - w^i). `weight` w in [0, 1); 0 gives the series back. What is not finite leaves a gap and is passed over.
 */
export function smooth(points: readonly PlotPoint[], weight: number): PlotPoint[] {
  let mean = 0
  let counted = 0
  return points.map(({ x, y }) => {
    if (!Number.isFinite(y)) return { x, y }
    counted++
    mean = weight * mean + (1 - weight) * y
    return { x, y: mean / (1 - weight ** counted) }
  })
}
