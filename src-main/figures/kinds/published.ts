/** What was published beside what was found here: a table as pairs of points, a figure as two panels alike. */
import { rowOf } from '../marks/marks.ts'
import { extent } from '../scale.ts'
import { formatValue } from '../value-text.ts'
import type { AxisSpec, FigureSpec, Mark, PanelSpec } from '../spec.ts'

export type PublishedRow = {
  label: string
  /** Null where nothing was printed, or nothing was run here. */
  published: number | null
  ours: number | null
  low?: number | null
  high?: number | null
}
export type Named = { published: string; ours: string }

const NAMES: Named = { published: 'published', ours: 'found here' }

/** A row a line of the table: hollow as printed, filled as found here with its interval. */
export function publishedRowsFigure(
  title: string,
  measure: AxisSpec,
  rows: readonly PublishedRow[],
  names: Named = NAMES,
): FigureSpec {
  const points = (of: 'published' | 'ours', aside: number) =>
    rows.flatMap(({ label, low, high, ...row }, i) => {
      const x = row[of]
      const interval = of === 'ours' && low != null && high != null ? { xLow: low, xHigh: high } : {}
      return x === null ? [] : [{ x, y: i + aside, label: `${label}, ${names[of]}: ${formatValue(x)}`, ...interval }]
    })
  const missing = rows.filter(({ published, ours }) => published === null || ours === null).length
  return {
    title,
    sentence: `${rows.length} rows, ${missing ? `${missing} of them not on both sides` : 'all on both sides'}.`,
    legend: [
      { label: names.published, paint: 1, line: false, shape: true, hollow: true },
      { label: names.ours, paint: 0, line: false, shape: true },
    ],
    panels: [
      {
        x: { room: 0.05, ...measure },
        y: { title: '', scale: 'category', categories: rows.map(({ label }) => label) },
        marks: [
          { mark: 'series', paint: 1, line: 'none', shapes: true, hollow: true, points: points('published', -0.14) },
          { mark: 'series', paint: 0, line: 'none', shapes: true, points: points('ours', 0.14) },
        ],
      },
    ],
  }
}

/** The first panels of two figures beside each other, on the same ends of both axes, coloured on one scale. */
export function besideFigure(published: FigureSpec, ours: FigureSpec, names: Named = NAMES): FigureSpec {
  const [theirs, own] = [published.panels[0], ours.panels[0]]
  const both = [...theirs.marks, ...own.marks]
  const x = alike(theirs.x, own.x, both, 'x')
  const y = alike(theirs.y, own.y, both, 'y')
  const panel = (title: string, { marks }: PanelSpec): PanelSpec => ({ title, x, y, marks })
  return {
    title: ours.title,
    sentence: `${names.published}: ${published.sentence} ${names.ours}: ${ours.sentence}`,
    legend: ours.legend ?? published.legend,
    colours: ours.colours ?? published.colours,
    panels: [panel(names.published, theirs), panel(names.ours, own)],
  }
}

/** One axis that holds both, so that a height on one side is the same height on the other. */
function alike(theirs: AxisSpec, own: AxisSpec, marks: readonly Mark[], along: 'x' | 'y'): AxisSpec {
  if (own.scale === 'category') {
    if (JSON.stringify(theirs.categories) !== JSON.stringify(own.categories))
      throw new RangeError('Figures beside each other need the same categories.')
    return own
  }
  const values = marks.flatMap((mark) => rowOf(mark).reach(mark)[along])
  return { ...own, domain: extent(values, { ...own, include: [...(own.include ?? []), ...(theirs.include ?? [])] }) }
}
