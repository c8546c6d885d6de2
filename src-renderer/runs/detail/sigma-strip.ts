/** The loss of each noise level over the steps, from the metrics `loss_sigma_LOW`. Pure. */
import type { PlotPoint } from '../../figures/plot-points.ts'

export type SigmaBand = { low: number; points: readonly PlotPoint[] }
const NAME = /^loss_sigma_(.+)$/

/** Bands by their lower end, the noisiest first. */
export function bandsOf(series: ReadonlyMap<string, readonly PlotPoint[]>): SigmaBand[] {
  return [...series]
    .flatMap(([name, points]) => {
      const low = Number(NAME.exec(name)?.[1] ?? NaN)
      return Number.isFinite(low) ? [{ low, points }] : []
    })
    .toSorted((a, b) => b.low - a.low)
}

export type StripCell = { band: number; from: number; to: number; value: number }

/**
 * Mean of each band within each of `columns` equal spans of the steps. A value stands for the steps since the one before it, so
 * a cell reaches back to the last span that had any; a band without a value there has a gap.
 */
export function stripCells(bands: readonly SigmaBand[], columns: number): StripCell[] {
  const steps = bands.flatMap(({ points }) => points.map(({ x }) => x))
  if (!steps.length) return []
  const first = steps.reduce((a, b) => Math.min(a, b))
  const last = steps.reduce((a, b) => Math.max(a, b))
  const width = (last - first + 1) / Math.min(columns, last - first + 1)
  const columnOf = (step: number) => Math.floor((step - first) / width)
  const filled = [...new Set(steps.map(columnOf))].toSorted((a, b) => a - b)
  const startOf = new Map(filled.map((column, i) => [column, i === 0 ? column : filled[i - 1] + 1]))
  return bands.flatMap(({ points }, band) => {
    const sums = new Map<number, { sum: number; count: number }>()
    for (const { x, y } of points) {
      if (!Number.isFinite(y)) continue
      const column = columnOf(x)
      const { sum, count } = sums.get(column) ?? { sum: 0, count: 0 }
      sums.set(column, { sum: sum + y, count: count + 1 })
    }
    return [...sums].map(([column, { sum, count }]) => ({
      band,
      from: first + startOf.get(column)! * width,
      to: first + (column + 1) * width,
      value: sum / count,
    }))
  })
}

/** From little (cool) to much (hot) as a colour that any SVG reader knows; `share` in [0, 1]. */
export function heat(share: number): string {
  const stops = [
    [33, 60, 120],
    [47, 114, 214],
    [120, 190, 190],
    [240, 200, 80],
    [217, 72, 15],
  ]
  const at = Math.min(0.9999, Math.max(0, share)) * (stops.length - 1)
  const [a, b] = [stops[Math.floor(at)], stops[Math.floor(at) + 1]]
  const rgb = a.map((value, channel) => Math.round(value + (at % 1) * (b[channel] - value)))
  return `rgb(${rgb.join(', ')})`
}
