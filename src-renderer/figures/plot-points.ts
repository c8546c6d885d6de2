/** What a plot asks of its points: which can be drawn, their path, and those under the pointer. */
import type { Axis } from './scale.ts'

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
export type Nearest = { x: number; rows: { label: string; slot: number; point: PlotPoint }[] }

type Placed = { place: (value: number) => number }
type Logs = { x: Pick<Axis, 'log'>; y: Pick<Axis, 'log'> }

/** Pixels within which points of several series count as one place. */
const TOGETHER = 6

/** Finite, and with a place on axes that may be logarithmic. */
export const isDrawable = ({ x, y }: PlotPoint, axes: Logs): boolean =>
  Number.isFinite(x) && Number.isFinite(y) && (!axes.x.log || x > 0) && (!axes.y.log || y > 0)

/** A gap where a point cannot be drawn. */
export function pathOf(points: readonly PlotPoint[], xs: Placed, ys: Placed, axes: Logs): string {
  let pen = 'M'
  let path = ''
  for (const point of points) {
    if (!isDrawable(point, axes)) {
      pen = 'M'
      continue
    }
    path += `${pen}${xs.place(point.x).toFixed(1)} ${ys.place(point.y).toFixed(1)}`
    pen = 'L'
  }
  return path
}

/** The x nearest to pixel `at`, and the point of every series that has one there. */
export function nearestTo(at: number, series: readonly PlotSeries[], xs: Placed, axes: Logs): Nearest | null {
  const away = (point: PlotPoint) => Math.abs(xs.place(point.x) - at)
  const rows = series.flatMap(({ label, slot, points }) => {
    const drawn = points.filter((point) => isDrawable(point, axes))
    if (!drawn.length) return []
    return [{ label, slot, point: drawn.reduce((best, next) => (away(next) < away(best) ? next : best)) }]
  })
  if (!rows.length) return null
  const { point: first } = rows.reduce((best, next) => (away(next.point) < away(best.point) ? next : best))
  const here = xs.place(first.x)
  return { x: first.x, rows: rows.filter(({ point }) => Math.abs(xs.place(point.x) - here) < TOGETHER) }
}
