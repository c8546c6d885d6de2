/** The two figures of a comparison: sigma by step, and class proportions with their intervals against the data's. */
import { axes, figure, linearScale, logScale, mark, polyline, seriesStyle, type Box } from './svg.ts'

export type Curve = { label: string; sigmas: readonly number[] }

/** sigma against the step's share of the run, log y, a mark at each level (up to 60 levels). */
export function schedulesPlot(curves: readonly Curve[]): string {
  const box: Box = { left: 64, right: 700, top: 12, bottom: 300 }
  const all = curves.flatMap(({ sigmas }) => sigmas)
  const x = linearScale(0, 1, box.left + 10, box.right - 10)
  const y = logScale(Math.min(...all), Math.max(...all), box.bottom - 8, box.top + 8)
  const lines = curves.map(({ sigmas }, i) => {
    const points = sigmas.map((sigma, k) => [x(sigmas.length > 1 ? k / (sigmas.length - 1) : 0), y(sigma)] as const)
    const marks = sigmas.length <= 60 ? points.map(([px, py]) => mark(px, py, i, 2.4)) : []
    return polyline(points, i) + marks.join('')
  })
  const frame = axes(box, { scale: x, title: 'share of the levels passed' }, { scale: y, title: 'sigma (data units)' })
  const label = `Noise level by step for ${curves.map((curve) => curve.label).join(', ')}`
  return figure(720, 346, label, frame + lines.join(''))
}

export type Shares = {
  label: string
  share: readonly number[]
  low: readonly number[]
  high: readonly number[]
}

/** For each class a cluster of marks with interval bars; the short black line is the data's own share. */
export function proportionsPlot(classes: readonly string[], data: readonly number[], rows: readonly Shares[]): string {
  const box: Box = { left: 64, right: 960, top: 12, bottom: 300 }
  const highest = Math.max(0.01, ...data, ...rows.flatMap(({ high }) => high))
  const x = linearScale(-0.5, classes.length - 0.5, box.left, box.right)
  const y = linearScale(0, highest * 100 * 1.05, box.bottom, box.top)
  const marks = Object.assign(x, { ticks: classes.map((_, i) => i) })
  const spread = 0.72
  const bars = rows.flatMap((row, r) =>
    classes.map((_, c) => {
      const at = x(c + (rows.length > 1 ? (r / (rows.length - 1) - 0.5) * spread : 0))
      const from = y(row.low[c] * 100).toFixed(1)
      const to = y(row.high[c] * 100).toFixed(1)
      const bar = `<line stroke="${seriesStyle(r).color}" stroke-width="1.4" x1="${at.toFixed(1)}" x2="${at.toFixed(1)}" y1="${from}" y2="${to}"/>`
      return bar + mark(at, y(row.share[c] * 100), r)
    }),
  )
  const lines = data.map((share, c) => {
    const at = y(share * 100).toFixed(1)
    return `<line class="data" x1="${x(c - 0.46).toFixed(1)}" x2="${x(c + 0.46).toFixed(1)}" y1="${at}" y2="${at}"/>`
  })
  const frame = axes(
    box,
    { scale: marks, title: 'class given by the classifier', label: (c) => classes[c] },
    { scale: y, title: 'share of samples (%)' },
  )
  const label = `Class proportions with joint intervals for ${rows.map((row) => row.label).join(', ')}`
  return figure(980, 346, label, frame + lines.join('') + bars.join(''))
}

/** A short sample of a series' line and mark, for legends and table rows. */
export const key = (index: number): string =>
  `<svg class="key" viewBox="0 0 34 12" aria-hidden="true">${polyline(
    [
      [1, 6],
      [33, 6],
    ],
    index,
  )}${mark(17, 6, index, 2.8)}</svg>`
