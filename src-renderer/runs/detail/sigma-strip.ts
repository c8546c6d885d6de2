/** The loss of each noise level over the steps, from the metrics `loss_sigma_LOW`, or by time from `loss_t_LOW`. Pure. */
import type { FigureSpec } from '#figures/spec.ts'
import type { PlotPoint } from '../../figures/plot-points.ts'
import { formatShort } from '../../ui/format.ts'

/** `of`: t where a network is trained by time; absent for sigma. */
export type SigmaBand = { low: number; points: readonly PlotPoint[]; of?: 't' }
const NAME = /^loss_(sigma|t)_(.+)$/

/** Whether a series is of one band alone. */
export const isBand = (name: string): boolean => NAME.test(name)

export const symbolOf = ([band]: readonly SigmaBand[]) => (band?.of === 't' ? 't' : 'σ')

/** Bands by their lower end, the noisiest first. */
export function bandsOf(series: ReadonlyMap<string, readonly PlotPoint[]>): SigmaBand[] {
  return [...series]
    .flatMap(([name, points]) => {
      const [, of, end] = NAME.exec(name) ?? []
      const low = Number(end ?? NaN)
      return Number.isFinite(low) ? [{ low, points, ...(of === 't' && { of: 't' as const }) }] : []
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

/** Pixels of a band. */
export const BAND = 15

/** The bands below one another, noisiest first, in `columns` spans of the steps. */
export function stripFigure(bands: readonly SigmaBand[], columns: number): FigureSpec {
  const cells = stripCells(bands, columns)
  const now = bands.map(({ low, points }) => ({ low, value: points.findLast(({ y }) => Number.isFinite(y))?.y ?? NaN }))
  const worst = now.filter(({ value }) => value > 0).toSorted((a, b) => b.value - a.value)[0]
  return {
    title: `Loss by ${symbolOf(bands)}`,
    sentence: worst
      ? `Loss by ${symbolOf(bands) === 't' ? 'time' : 'noise level'} over the steps. Now highest from ${symbolOf(bands) === 't' ? 't' : 'sigma'} ${formatShort(worst.low)}: ${formatShort(worst.value)}.`
      : 'No values yet.',
    colours: { title: 'loss', scale: 'log' },
    panels: [
      {
        x: { title: 'step', whole: true },
        y: {
          title: `${symbolOf(bands)} from`,
          scale: 'category',
          categories: bands.map(({ low }) => formatShort(low, 2)),
        },
        marks: [
          {
            mark: 'cells',
            cells: cells.map(({ band, from, to, value }) => ({ x: [from, to], y: [band - 0.5, band + 0.5], value })),
          },
        ],
      },
    ],
  }
}
