/** A figure of merit over two factors: a cell for each pair of their values, coloured on a labelled scale. */
import { formatValue } from '../value-text.ts'
import type { ColourScale, FigureSpec } from '../spec.ts'

export type Factor = { title: string; names: readonly string[] }
/** Places are indices into the factors' names. `reason`: why there is no value. */
export type HeatCell = { x: number; y: number; value: number | null; reason?: string }

export function heatMapFigure(
  title: string,
  x: Factor,
  y: Factor,
  colours: ColourScale,
  cells: readonly HeatCell[],
): FigureSpec {
  const nameOf = (cell: HeatCell) => `${x.title} ${x.names[cell.x]}, ${y.title} ${y.names[cell.y]}`
  const known = cells.filter(({ value }) => value !== null && Number.isFinite(value))
  const least = known.length ? known.reduce((a, b) => (b.value! < a.value! ? b : a)) : null
  const given = new Map(cells.map((cell) => [`${cell.x} ${cell.y}`, cell]))
  const all = y.names.flatMap((_, j) =>
    x.names.map((__, i): HeatCell => given.get(`${i} ${j}`) ?? { x: i, y: j, value: null, reason: 'not run' }),
  )
  return {
    title,
    sentence: least ? `Least, ${formatValue(least.value!)}, at ${nameOf(least)}.` : 'No values yet.',
    colours,
    panels: [
      {
        x: { title: x.title, scale: 'category', categories: x.names },
        y: { title: y.title, scale: 'category', categories: y.names },
        marks: [
          {
            mark: 'cells',
            values: true,
            cells: all.map((cell) => ({
              x: [cell.x - 0.5, cell.x + 0.5],
              y: [cell.y - 0.5, cell.y + 0.5],
              value: cell.value ?? NaN,
              label: `${nameOf(cell)}: ${cell.value === null ? (cell.reason ?? 'no value') : formatValue(cell.value)}`,
            })),
          },
        ],
      },
    ],
  }
}
