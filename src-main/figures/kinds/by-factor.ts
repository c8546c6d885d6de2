/** A figure of merit against what was varied: mean over seeds with its interval, mean +- sd behind it, and each seed's value. */
import { besideEachOther } from './beside-each-other.ts'
import { formatValue } from '../value-text.ts'
import type { AxisSpec, FigureSpec, Mark } from '../spec.ts'

export type FactorPoint = {
  /** The factor's value, or the index of its category. */
  x: number
  mean: number
  /** Null where one seed was run: it has neither spread nor interval. */
  sd: number | null
  low: number | null
  high: number | null
  /** One a seed. */
  values?: readonly number[]
}
export type FactorCurve = { label: string; slot: number; points: readonly FactorPoint[] }

/** Pixels between the curves at one value of the factor. */
const SHIFT = 9

export function byFactorFigure(
  title: string,
  factor: AxisSpec,
  measure: AxisSpec,
  curves: readonly FactorCurve[],
): FigureSpec {
  const isCategory = factor.scale === 'category'
  const beside = besideEachOther(curves.length, isCategory && curves.length > 1 ? 0.6 : 0)
  const best = curves.flatMap(({ label, points }) => {
    const finite = points.filter(({ mean }) => Number.isFinite(mean))
    if (!finite.length) return [`${label}: no values`]
    const least = finite.reduce((a, b) => (b.mean < a.mean ? b : a))
    const at = isCategory ? (factor.categories?.[least.x] ?? '') : formatValue(least.x)
    return [`${label}: least at ${at}, ${formatValue(least.mean)}`]
  })
  return {
    title,
    sentence: `${best.join('; ')}.`,
    legend: curves.map(({ label, slot }) => ({ label, paint: slot, shape: true, line: !isCategory })),
    panels: [
      {
        x: { room: 0.04, ...factor },
        y: { room: 0.04, ...measure },
        marks: curves.flatMap(({ slot, label, points }, i): Mark[] => {
          const place = (x: number) => x + beside.at(i)
          const shift = isCategory ? 0 : (i - (curves.length - 1) / 2) * SHIFT
          const seeds = points.flatMap(({ x, values = [] }) =>
            (values.length > 1 ? values : []).map((y) => ({ x: place(x), y })),
          )
          const means = points.map(({ x, mean, sd, low, high, values }) => ({
            x: place(x),
            y: mean,
            low: low ?? undefined,
            high: high ?? undefined,
            spread: sd === null ? undefined : ([mean - sd, mean + sd] as const),
            label: sayPoint(label, mean, sd, low, high, values?.length ?? 1),
          }))
          return [
            {
              mark: 'series',
              paint: slot,
              line: 'none',
              shapes: true,
              faint: true,
              size: 4,
              points: seeds,
              shift: shift + 5,
            },
            { mark: 'series', paint: slot, line: isCategory ? 'none' : 'straight', shapes: true, points: means, shift },
          ]
        }),
      },
    ],
  }
}

function sayPoint(
  label: string,
  mean: number,
  sd: number | null,
  low: number | null,
  high: number | null,
  seeds: number,
): string {
  if (sd === null || low === null || high === null) return `${label}: ${formatValue(mean)}, one seed`
  return `${label}: ${formatValue(mean)}, sd ${formatValue(sd)}, interval ${formatValue(low)} to ${formatValue(high)}, ${seeds} seeds`
}
