/** Where the loss of a training still falls, by noise level, to stand beside where its effort goes. Pure. */
import type { PlotPoint } from '../figures/plot-points.ts'

/** The loss of one bin over the steps: its lower end and its values, as the run recorded them. */
export type BinLoss = { low: number; points: readonly PlotPoint[] }

/** Later than this share of the steps is compared with the same length before it. */
const LAST = 1 / 3

/**
 * How much the mean loss of each bin fell from the second third of the steps to the last one, times how often the bin is drawn: what the bin adds to the
 * fall of the whole loss, per unit of ln sigma, its integral 1. Bins that rose count as 0, and are 0 in the figure. Null before there are values in
 * both, or where no bin falls. `density` is that of ln sigma.
 */
export function fallOf(bins: readonly BinLoss[], density: (sigma: number) => number): PlotPoint[] | null {
  const lows = bins.toSorted((a, b) => a.low - b.low)
  if (lows.length < 2) return null
  const last = Math.max(...lows.flatMap(({ points }) => points.map(({ x }) => x)))
  const ratio = lows[1].low / lows[0].low
  const falls = lows.map(({ low, points }) => {
    const early = meanWithin(points, last * (1 - 2 * LAST), last * (1 - LAST))
    const late = meanWithin(points, last * (1 - LAST), last)
    const sigma = low * Math.sqrt(ratio)
    return early === null || late === null ? null : { x: sigma, y: Math.max(0, early - late) * density(sigma) }
  })
  const known = falls.flatMap((fall) => fall ?? [])
  const whole = known.reduce((sum, { y }) => sum + y, 0) * Math.log(ratio)
  return whole > 0 ? known.map(({ x, y }) => ({ x, y: y / whole })) : null
}

function meanWithin(points: readonly PlotPoint[], from: number, to: number): number | null {
  const within = points.filter(({ x, y }) => x > from && x <= to && Number.isFinite(y))
  return within.length ? within.reduce((sum, { y }) => sum + y, 0) / within.length : null
}
