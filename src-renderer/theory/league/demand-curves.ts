/** The first-order law as curves: steps per e-fold of sigma, whole and by bands of eigenvalues. */
import type { StepDemand } from '#theory/calibration/first-order.ts'
import { formatShort } from '../../ui/format.ts'

/** Cells that a curve shows. */
const SHOWN = 160

type Point = { x: number; y: number }

const points = ({ sigma }: StepDemand, steps: Float64Array): Point[] => {
  const stride = Math.max(1, Math.floor(sigma.length / SHOWN))
  return Array.from({ length: Math.floor(sigma.length / stride) }, (_, i) => ({
    x: sigma[i * stride],
    y: steps[i * stride],
  }))
}

const bandName = ({ low, high, directions }: StepDemand['bands'][number]) =>
  `λ ${formatShort(low)} to ${formatShort(high)} (${directions})`

/** Bands in which there are eigenvalues, the largest first, and their sum. */
export function curvesOf(demand: StepDemand) {
  const bands = demand.bands.filter(({ directions }) => directions > 0).toReversed()
  const whole = { label: 'all', slot: 0, points: points(demand, demand.steps) }
  if (bands.length < 2) return [whole]
  return [
    whole,
    ...bands.map((band, i) => ({ label: bandName(band), slot: i + 1, points: points(demand, band.steps) })),
  ]
}

/** Where each band asks most, and its share of the steps. */
export function sentenceOfDemand({ sigma, steps, bands }: StepDemand): string {
  const all = steps.reduce((sum, value) => sum + value, 0)
  const parts = bands
    .filter(({ directions }) => directions > 0)
    .toReversed()
    .map(({ low, high, steps: asked }) => {
      const share = asked.reduce((sum, value) => sum + value, 0) / all
      const top = sigma[asked.indexOf(asked.reduce((a, b) => Math.max(a, b), 0))]
      return `λ from ${formatShort(low)} to ${formatShort(high)} asks for ${formatShort(100 * share)} % of the steps, most near σ = ${formatShort(top)}`
    })
  return `${parts.join('; ')}.`
}
