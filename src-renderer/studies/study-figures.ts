/** The figures of a study's result: what was published beside what was found, and every tested difference. Pure. */
import { type MeasureSpec, measureTitle } from '#contract/measures.ts'
import type { StudyResult, StudyView } from '#contract/study-result.ts'
import { forestFigure } from '#figures/kinds/forest.ts'
import type { FigureSpec, PanelSpec, SeriesPoint } from '#figures/spec.ts'
import { formatValue } from '#figures/value-text.ts'

const key = ({ arms: _arms, ...what }: MeasureSpec): string => JSON.stringify(what)
const same = (a: MeasureSpec, b: MeasureSpec): boolean => key(a) === key(b)

/** What of a measure is found for each arm, the intervals with it. */
function panelOf(
  arms: string,
  title: string,
  names: readonly string[],
  axis: string,
  paint: number,
  points: SeriesPoint[],
): PanelSpec {
  return {
    title,
    x: { title: arms, scale: 'category', categories: names },
    y: { title: axis, include: [0], room: 0.05 },
    marks: [{ mark: 'series', paint, line: 'none', shapes: true, hollow: paint !== 0, size: 8, points }],
  }
}

/** One figure for each measure of the arms; the one that was published has a panel with the printed values, on an axis of its own. */
export function armFigures({ published }: Pick<StudyView, 'published'>, { arms, shown }: StudyResult): FigureSpec[] {
  const { beside, columns } = published
  const arm = beside ? columns[0] : ''
  return shown.flatMap((spec, i): FigureSpec[] => {
    const found = arms.flatMap(({ name, values }) => {
      const measured = values[i]
      return 'missing' in measured ? [] : [{ name, ...measured }]
    })
    if (found.length < 2) return []
    const printed = beside && same(beside.measure, spec) ? beside : null
    const names = arms.map(({ name }) => name).filter((name) => found.some((one) => one.name === name))
    const title = measureTitle(spec)
    const ours = panelOf(
      arm,
      printed ? 'found here' : '',
      names,
      title,
      0,
      found.map(({ name, value, low, high }) => ({
        x: names.indexOf(name),
        y: value,
        ...(low !== undefined && { low, high }),
        label: `${name}: ${formatValue(value)}`,
      })),
    )
    const panels = printed
      ? [
          panelOf(
            arm,
            'published',
            names,
            printed.title,
            1,
            names.flatMap((name, x) =>
              name in printed.values ? [{ x, y: printed.values[name], label: `${name}: ${printed.values[name]}` }] : [],
            ),
          ),
          ours,
        ]
      : [ours]
    return [{ title, sentence: found.map(({ name, value }) => `${name} ${formatValue(value)}`).join('; '), panels }]
  })
}

/** One forest for each measure that is compared, for differences of unlike measures have no common axis. */
export function forests({ comparisons }: StudyResult): { spec: FigureSpec; rows: number }[] {
  const measures = comparisons
    .map(({ spec }) => spec.of)
    .filter((one, i, all) => all.findIndex((other) => same(one, other)) === i)
  return measures.flatMap((measure) => {
    const rows = comparisons.flatMap(({ spec, difference, finding, adjustedP }) =>
      difference && same(spec.of, measure)
        ? [
            {
              label: spec.name,
              difference: difference.estimate,
              low: difference.low,
              high: difference.high,
              pValue: adjustedP ?? undefined,
              certain: finding === 'found' || finding === 'reversed',
            },
          ]
        : [],
    )
    if (rows.length === 0) return []
    const title = measureTitle(measure)
    return [{ spec: forestFigure(`Differences: ${title}`, `difference of ${title}`, rows), rows: rows.length }]
  })
}
