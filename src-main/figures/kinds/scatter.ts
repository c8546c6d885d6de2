/** Any value against any other: a point a run, in groups by shape and colour. */
import type { AxisSpec, FigureSpec } from '../spec.ts'

export type ScatterGroup = {
  label: string
  slot: number
  points: readonly { x: number; y: number; label?: string }[]
}

export function scatterFigure(title: string, x: AxisSpec, y: AxisSpec, groups: readonly ScatterGroup[]): FigureSpec {
  const count = groups.reduce((sum, { points }) => sum + points.length, 0)
  return {
    title,
    sentence: `${y.title} against ${x.title}, ${count} ${count === 1 ? 'point' : 'points'}.`,
    legend:
      groups.length > 1 ? groups.map(({ label, slot }) => ({ label, paint: slot, line: false, shape: true })) : [],
    panels: [
      {
        x: { room: 0.04, ...x },
        y: { room: 0.04, ...y },
        marks: groups.map(({ slot, points }) => ({ mark: 'series', paint: slot, line: 'none', shapes: true, points })),
      },
    ],
  }
}
