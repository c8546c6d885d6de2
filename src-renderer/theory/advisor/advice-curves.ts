/** The two trade-offs behind the advice: levels against overlap, step against variance. Pure. */
import { overlap, varianceRatio } from '#theory/grids/annealing.ts'
import type { AdvisedSchedule } from '#theory/grids/advisor.ts'
import type { PlotSeries } from '../../figures/plot-points.ts'
import { formatShort } from '../../ui/format.ts'
import { logarithmic, wholes } from '../places.ts'

/** C(gamma) of neighbours against the number of levels between the advised ends, and the advised number. */
export function overlapCurve(
  { sigmaMax, sigmaMin, levels, overlap: advised }: AdvisedSchedule,
  d: number,
): PlotSeries[] {
  const gammaOf = (count: number) => (sigmaMax.value / sigmaMin.value) ** (1 / (count - 1))
  return [
    { label: 'overlap C', slot: 0, points: wholes(3, 1000, 120).map((x) => ({ x, y: overlap(gammaOf(x), d) })) },
    { label: `advised, L = ${levels.value}`, slot: 1, marks: true, points: [{ x: levels.value, y: advised }] },
  ]
}

/** s_T^2/sigma^2 against eps/sigma_L^2 for the advised levels and inner steps, and the advised step. */
export function varianceCurve({ gamma, inner, eps, sigmaMin, varianceRatio: advised }: AdvisedSchedule): PlotSeries[] {
  const [sigmaL, steps] = [sigmaMin.value, inner.value]
  const ratioAt = (pull: number) => varianceRatio(gamma, { eps: pull * sigmaL ** 2, inner: steps, sigmaL })
  const at = eps.value / sigmaL ** 2
  return [
    { label: 's_T²/σ²', slot: 0, points: logarithmic(1e-3, 1, 120).map((x) => ({ x, y: ratioAt(x) })) },
    { label: `advised, eps = ${formatShort(eps.value)}`, slot: 1, marks: true, points: [{ x: at, y: advised }] },
  ]
}
