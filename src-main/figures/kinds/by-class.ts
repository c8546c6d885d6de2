/** A figure of merit class by class: for each class the runs beside each other, with intervals where there are some. */
import { besideEachOther } from './beside-each-other.ts'
import { formatValue } from '../value-text.ts'
import type { FigureSpec } from '../spec.ts'

export type ByClassRow = {
  label: string
  slot: number
  /** One a class; null where a class could not be measured, which has no mark. */
  values: readonly (number | null)[]
  low?: readonly (number | null)[]
  high?: readonly (number | null)[]
}

export function byClassFigure(
  title: string,
  measure: string,
  classes: readonly string[],
  rows: readonly ByClassRow[],
): FigureSpec {
  const places = besideEachOther(rows.length, rows.length > 1 ? 0.7 : 0)
  const worst = rows.flatMap(({ label, values }) => {
    const known = values.map((value) => value ?? -Infinity)
    const most = known.indexOf(Math.max(...known))
    return Number.isFinite(known[most]) ? [`${label}: most for ${classes[most]}, ${formatValue(known[most])}`] : []
  })
  return {
    title,
    sentence: worst.length ? `${worst.join('; ')}.` : 'Nothing to show.',
    legend: rows.map(({ label, slot }) => ({ label, paint: slot, line: false, shape: true })),
    panels: [
      {
        x: { title: 'class', scale: 'category', categories: classes },
        y: { title: measure, include: [0], room: 0.03 },
        marks: rows.map(({ label, slot, values, low, high }, r) => ({
          mark: 'series',
          paint: slot,
          line: 'none',
          shapes: true,
          size: 8,
          points: values.flatMap((value, i) => {
            if (value === null) return []
            const interval = { low: low?.[i] ?? undefined, high: high?.[i] ?? undefined }
            return [
              { x: i + places.at(r), y: value, ...interval, label: `${label}, ${classes[i]}: ${formatValue(value)}` },
            ]
          }),
        })),
      },
    ],
  }
}
