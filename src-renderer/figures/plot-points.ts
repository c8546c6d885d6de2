/** A plot of series as a figure's specification, and which of its points lie under the pointer. Pure. */
import type { Scale } from '#figures/scale.ts'
import type { AxisSpec, FigureSpec } from '#figures/spec.ts'

export type PlotPoint = { x: number; y: number; low?: number; high?: number }
export type PlotSeries = {
  label: string
  slot: number
  points: readonly PlotPoint[]
  /** Default true. */
  line?: boolean
  marks?: boolean
  faint?: boolean
}
export type PlotAxis = Pick<AxisSpec, 'title' | 'include' | 'whole' | 'room'> & { log?: boolean }
export type Nearest = { x: number; rows: { label: string; slot: number; point: PlotPoint }[] }

type Scales = { x: Pick<Scale, 'place'>; y: Pick<Scale, 'place'> }
type Plotted = { title: string; sentence: string; series: readonly PlotSeries[]; x: PlotAxis; y: PlotAxis }

/** Pixels within which points of several series count as one place. */
const TOGETHER = 6

const axisOf = ({ log, ...axis }: PlotAxis): AxisSpec => ({ ...axis, scale: log ? 'log' : 'linear' })

export const plotFigure = ({ title, sentence, series, x, y }: Plotted): FigureSpec => ({
  title,
  sentence,
  legend: series.map(({ label, slot, line, marks, faint }) => ({ label, paint: slot, line, shape: marks, faint })),
  panels: [
    {
      x: axisOf(x),
      y: axisOf(y),
      marks: series.map(({ slot, points, line = true, marks, faint }) => ({
        mark: 'series',
        paint: slot,
        points,
        line: line ? 'straight' : 'none',
        shapes: marks || points.length === 1,
        faint,
      })),
    },
  ],
})

/** The x nearest to pixel `at`, and the point of every series that has one there. */
export function nearestTo(at: number, series: readonly PlotSeries[], { x, y }: Scales): Nearest | null {
  const away = (point: PlotPoint) => Math.abs(x.place(point.x) - at)
  const rows = series.flatMap(({ label, slot, points }) => {
    const drawn = points.filter((point) => Number.isFinite(x.place(point.x)) && Number.isFinite(y.place(point.y)))
    if (!drawn.length) return []
    return [{ label, slot, point: drawn.reduce((best, next) => (away(next) < away(best) ? next : best)) }]
  })
  if (!rows.length) return null
  const { point: first } = rows.reduce((best, next) => (away(next.point) < away(best.point) ? next : best))
  const here = x.place(first.x)
  return { x: first.x, rows: rows.filter(({ point }) => Math.abs(x.place(point.x) - here) < TOGETHER) }
}
