/** Paired differences below one another, each with its interval, and a line at no difference. */
import { formatValue } from '../value-text.ts'
import type { FigureSpec, SeriesMark } from '../spec.ts'

export type ForestRow = {
  label: string
  difference: number
  low: number
  high: number
  /** After correction, where several are tested. */
  pValue?: number
  pairs?: number
  /** Filled where the difference is certain enough by the rule that was fixed beforehand, hollow where it is not. */
  certain: boolean
}

export function forestFigure(title: string, measure: string, rows: readonly ForestRow[]): FigureSpec {
  const certain = rows.filter((row) => row.certain)
  const marks = (filled: boolean): SeriesMark => ({
    mark: 'series',
    paint: 'ink',
    line: 'none',
    shapes: true,
    hollow: !filled,
    points: rows.flatMap((row, y) =>
      row.certain === filled
        ? [{ x: row.difference, y, xLow: row.low, xHigh: row.high, label: `${row.label}: ${numbersOf(row)}` }]
        : [],
    ),
  })
  return {
    title,
    sentence: rows.length
      ? `${certain.length} of ${rows.length} differences are certain${certain.map(({ label, difference }) => `; ${label} ${formatValue(difference)}`).join('')}.`
      : 'No pairs yet.',
    panels: [
      {
        x: { title: measure, room: 0.06 },
        y: { title: '', scale: 'category', categories: rows.map((row) => `${row.label}\n${numbersOf(row)}`) },
        marks: [{ mark: 'rule', paint: 'ink-soft', x: 0, dash: [4, 3] }, marks(true), marks(false)],
      },
    ],
  }
}

/** Pixels of a forest plot of that many rows. */
export const forestHeight = (rows: number): number => 64 + 34 * Math.max(1, rows)

function numbersOf({ difference, low, high, pValue, pairs }: ForestRow): string {
  const p = pValue === undefined ? '' : `, p ${pValue < 0.001 ? '< 0.001' : formatValue(Number(pValue.toPrecision(2)))}`
  return `${formatValue(difference)} [${formatValue(low)}, ${formatValue(high)}]${p}${pairs === undefined ? '' : `, ${pairs} pairs`}`
}
