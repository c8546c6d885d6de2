/** Ranges marked on the axes of parallel coordinates: which rows lie within all of them, and how the others recede. Pure. */
import type { SweepTable } from '#contract/sweep-view.ts'
import type { FigureSpec, Mark, SeriesMark } from '#figures/spec.ts'

/** Both ends as shares of the axis from its foot. */
export type Range = readonly [low: number, high: number]
/** By the column of the axis. */
export type Brushes = ReadonlyMap<string, Range>
/** A value on an axis that a row has. */
export type Stop = { share: number; text: string }

const NEAR = 1e-9

/** The lines of `acrossAll`, one a row in the order of the table. */
const linesOf = ({ panels: [{ marks }] }: FigureSpec, rows: number): SeriesMark[] =>
  marks.slice(0, rows).filter((mark): mark is SeriesMark => mark.mark === 'series')

/** Null where no axis of the figure is brushed. A row without a value there is in no range. */
export function keptRows(
  spec: FigureSpec,
  names: readonly string[],
  rows: number,
  brushes: Brushes,
): ReadonlySet<number> | null {
  const brushed = names.flatMap((name, axis) => (brushes.has(name) ? [{ axis, range: brushes.get(name)! }] : []))
  if (brushed.length === 0) return null
  const kept = linesOf(spec, rows).flatMap(({ points }, row) =>
    brushed.every(({ axis, range: [low, high] }) => points[axis].y >= low - NEAR && points[axis].y <= high + NEAR)
      ? [row]
      : [],
  )
  return new Set(kept)
}

/** Lines that are not kept in grey, behind those that are. */
export function receding(spec: FigureSpec, rows: number, kept: ReadonlySet<number> | null): FigureSpec {
  if (!kept) return spec
  const [panel] = spec.panels
  const lines = panel.marks.slice(0, rows)
  const grey = lines.flatMap((mark, row): Mark[] =>
    mark.mark === 'series' && !kept.has(row) ? [{ ...mark, shade: undefined, paint: 'line-strong', faint: true }] : [],
  )
  const marks = [...grey, ...lines.filter((_, row) => kept.has(row)), ...panel.marks.slice(rows)]
  return { ...spec, sentence: `${spec.sentence} ${kept.size} within what is marked.`, panels: [{ ...panel, marks }] }
}

/** What a key can stop at: each value of the axis once, from its foot up. */
export function stopsOf(spec: FigureSpec, axis: number, rows: number, textOf: (row: number) => string): Stop[] {
  const stops = new Map<number, Stop>()
  for (const [row, { points }] of linesOf(spec, rows).entries()) {
    const share = points[axis].y
    if (Number.isFinite(share) && !stops.has(share)) stops.set(share, { share, text: textOf(row) })
  }
  return [...stops.values()].toSorted((a, b) => a.share - b.share)
}

/** The stops that a range reaches from and to; all of them without one. */
export function endsOf(stops: readonly Stop[], range: Range | undefined): [low: number, high: number] {
  if (!range) return [0, stops.length - 1]
  const low = stops.findIndex(({ share }) => share >= range[0] - NEAR)
  const high = stops.findLastIndex(({ share }) => share <= range[1] + NEAR)
  return [low < 0 ? stops.length - 1 : low, Math.max(0, high)]
}

/** The table of some of its rows, each hole with its reason. */
export function onlyRows(table: SweepTable, kept: ReadonlySet<number>): SweepTable {
  const left = [...kept].toSorted((a, b) => a - b)
  return {
    ...table,
    rows: left.map((row) => table.rows[row]),
    reasons: table.reasons.flatMap(({ row, reason }) => (kept.has(row) ? [{ row: left.indexOf(row), reason }] : [])),
  }
}
