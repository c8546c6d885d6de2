/** The figures of a table of runs: a result against one factor, over two as a heat map, any value against any. Pure. */
import { type Factors, valueText } from '#contract/sweep-cells.ts'
import { isSeed, type SweepTable, type TableValue } from '#contract/sweep-view.ts'
import { byFactorFigure, type FactorCurve, type FactorPoint } from '#figures/kinds/by-factor.ts'
import { heatMapFigure } from '#figures/kinds/heat-map.ts'
import { parallelFigure } from '#figures/kinds/parallel.ts'
import { scatterFigure } from '#figures/kinds/scatter.ts'
import type { AxisSpec, FigureSpec } from '#figures/spec.ts'
import { summarise } from '#theory/statistics/summary.ts'
import { columnLabel } from '../words/run-words.ts'

/** A factor by its last word, `sigma_max`; a result as it is called everywhere. */
export function nameOf(column: string): string {
  const [, name, end] = /^(.*?)( sd| low| high)?$/.exec(column)!
  return columnLabel(name) + (end ?? '')
}

/** What tells a run of a step from the others, `sigma max 10, seed 0`; empty where nothing does. */
export const captionOf = (factors: Factors): string =>
  Object.entries(factors)
    .map(([key, value]) => `${nameOf(key)} ${valueText(value)}`)
    .join(', ')

type Row = SweepTable['rows'][number]

/** Factors but seeds, which are what results are averaged over. */
export const factorsOf = ({ about }: SweepTable): string[] =>
  about.filter(({ of, name }) => of === 'factor' && !isSeed(name)).map(({ name }) => name)

/** Results that hold a number somewhere, those of all classes before those of one. */
export function resultsOf({ about, rows }: SweepTable): string[] {
  const numeric = about.filter(
    ({ of, name }) =>
      of === 'result' && !/ (low|high)$/.test(name) && rows.some((row) => typeof row[name] === 'number'),
  )
  return numeric.map(({ name }) => name).toSorted((a, b) => Number(a.includes('/')) - Number(b.includes('/')))
}

const distinct = (rows: readonly Row[], name: string): TableValue[] => [
  ...new Set(rows.flatMap((row) => (row[name] === null || row[name] === undefined ? [] : [row[name]]))),
]
const isNumeric = (values: readonly TableValue[]): values is number[] =>
  values.every((value) => typeof value === 'number')

/** Numbers on a logarithmic axis where they span more than a decade, anything else as categories. */
function axisOf(name: string, values: readonly TableValue[]): { axis: AxisSpec; place(value: TableValue): number } {
  const title = nameOf(name)
  if (isNumeric(values) && values.length > 0) {
    const [low, high] = [Math.min(...values), Math.max(...values)]
    return { axis: { title, scale: low > 0 && high > 10 * low ? 'log' : 'linear' }, place: Number }
  }
  const names = values.map(String)
  return { axis: { title, scale: 'category', categories: names }, place: (value) => names.indexOf(String(value)) }
}

/** The mean over the seeds of a combination with its interval; of one run the interval is that of the result itself. */
function pointOf(x: number, rows: readonly Row[], measure: string): FactorPoint[] {
  const values = rows.flatMap((row) => (typeof row[measure] === 'number' ? [row[measure]] : []))
  if (values.length === 0) return []
  const { mean, sd, low, high, n } = summarise(values)
  if (n > 1) return [{ x, mean, sd, low, high, values }]
  const [least, most] = [rows[0][`${measure} low`], rows[0][`${measure} high`]]
  const bounded = typeof least === 'number' && typeof most === 'number'
  return [{ x, mean, sd: null, low: bounded ? least : null, high: bounded ? most : null }]
}

/** Against `factor`, a curve for each value of `split`. */
export function againstFactor({ rows }: SweepTable, measure: string, factor: string, split: string | null): FigureSpec {
  const { axis, place } = axisOf(factor, distinct(rows, factor).toSorted(byValue))
  const groups = split === null ? [null] : distinct(rows, split)
  const curves = groups.map((group, slot): FactorCurve => {
    const own = split === null ? rows : rows.filter((row) => row[split] === group)
    return {
      label: group === null ? nameOf(measure) : `${nameOf(split!)} ${String(group)}`,
      slot,
      points: distinct(own, factor)
        .toSorted(byValue)
        .flatMap((value) =>
          pointOf(
            place(value),
            own.filter((row) => row[factor] === value),
            measure,
          ),
        ),
    }
  })
  return byFactorFigure(`${nameOf(measure)} against ${nameOf(factor)}`, axis, { title: nameOf(measure) }, curves)
}

/** Over two factors, means over all else. */
export function overTwo({ rows }: SweepTable, measure: string, across: string, up: string): FigureSpec {
  const [xs, ys] = [distinct(rows, across).toSorted(byValue), distinct(rows, up).toSorted(byValue)]
  const cells = ys.flatMap((down, y) =>
    xs.flatMap((along, x) => {
      const own = rows.filter((row) => row[across] === along && row[up] === down)
      return pointOf(0, own, measure).map(({ mean }) => ({ x, y, value: mean }))
    }),
  )
  const factor = (title: string, values: readonly TableValue[]) => ({ title, names: values.map(String) })
  return heatMapFigure(
    `${nameOf(measure)} over ${nameOf(across)} and ${nameOf(up)}`,
    factor(nameOf(across), xs),
    factor(nameOf(up), ys),
    { title: nameOf(measure) },
    cells,
  )
}

/** Any number of the table against any other, a point a row. */
export function anyAgainstAny({ rows }: SweepTable, measure: string, other: string): FigureSpec {
  const there = rows.filter((row) => typeof row[measure] === 'number' && typeof row[other] === 'number')
  const numbers = (name: string) =>
    axisOf(
      name,
      there.map((row) => row[name]),
    ).axis
  const points = there.map((row) => ({ x: row[other] as number, y: row[measure] as number, label: sayRow(row) }))
  return scatterFigure(`${nameOf(measure)} against ${nameOf(other)}`, numbers(other), numbers(measure), [
    { label: measure, slot: 0, points },
  ])
}

/** Factors and a result, a line a row. */
export function acrossAll(table: SweepTable, measure: string): FigureSpec {
  const names = [...factorsOf(table), measure]
  const axes = names.map((name) => axisOf(name, distinct(table.rows, name).toSorted(byValue)))
  const rows = table.rows.map((row) => ({
    label: sayRow(row),
    values: names.map((name, i) => (row[name] === null || row[name] === undefined ? null : axes[i].place(row[name]))),
  }))
  return parallelFigure(
    `Settings and ${nameOf(measure)}`,
    axes.map(({ axis }) => axis),
    rows,
  )
}

const sayRow = (row: Row): string =>
  Object.entries(row)
    .slice(0, 4)
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(', ')

const byValue = (a: TableValue, b: TableValue): number => (typeof a === 'number' && typeof b === 'number' ? a - b : 0)
