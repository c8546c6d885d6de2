/** What a chart shows, as numbers: thinned for drawing, and as a table for reading and CSV. Pure. */

export type Point = { readonly x: number; readonly y: number }
export type Series = { readonly label: string; readonly slot: number; readonly points: readonly Point[] }
/** `ends`: those of the axis, whatever is drawn. */
export type AxisTitle = { readonly title: string; readonly log?: boolean; readonly ends?: readonly [number, number] }

/** At most about `most` points: of each bucket the first, lowest, highest and last, so that no peak is lost. */
export function thinned(points: readonly Point[], most: number): readonly Point[] {
  if (points.length <= most) return points
  const buckets = Math.max(1, Math.floor(most / 4))
  const kept: Point[] = []
  for (let b = 0; b < buckets; b++) {
    const from = Math.floor((b * points.length) / buckets)
    const to = Math.floor(((b + 1) * points.length) / buckets)
    let [low, high] = [from, from]
    for (let i = from; i < to; i++) {
      if (points[i].y < points[low].y) low = i
      if (points[i].y > points[high].y) high = i
    }
    for (const i of [...new Set([from, low, high, to - 1])].toSorted((i, j) => i - j)) kept.push(points[i])
  }
  return kept
}

/** On a logarithmic axis what is 0 or below has no place: NaN, a gap in the line, and counted so that it can be said. */
export function forLogAxes(points: readonly Point[], x: AxisTitle, y: AxisTitle): { points: Point[]; hidden: number } {
  let hidden = 0
  const drawn = points.map((point) => {
    if ((x.log && !(point.x > 0)) || (y.log && !(point.y > 0))) {
      hidden += 1
      return { x: point.x, y: NaN }
    }
    return point
  })
  return { points: drawn, hidden }
}

/** Long form: one line for each point. A cell that a spreadsheet would take for a formula is quoted with an apostrophe. */
export function csvOf(series: readonly Series[], x: AxisTitle, y: AxisTitle): string {
  const rows = series.flatMap(({ label, points }) => points.map((point) => [label, point.x, point.y]))
  return csvOfRows([['series', x.title, y.title], ...rows])
}

/** CSV as spreadsheets read it: lines end with CR LF, a cell is quoted where it must be. */
export const csvOfRows = (rows: readonly (readonly (string | number)[])[]): string =>
  rows.map((row) => row.map(cell).join(',')).join('\r\n') + '\r\n'

function cell(value: string | number): string {
  if (typeof value === 'number') return String(value)
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
