/** Every kind of mark, by name. */
import type { Mark } from '../spec.ts'
import { barsRow } from './bars.ts'
import { cellsRow } from './cells.ts'
import type { MarkRow } from './frame.ts'
import { pictureRow } from './picture.ts'
import { bandRow, labelsRow, ruleRow } from './plain.ts'
import { seriesRow } from './series.ts'

type Rows = { readonly [M in Mark as M['mark']]: MarkRow<M> }
const MARKS: Rows = {
  series: seriesRow,
  band: bandRow,
  bars: barsRow,
  rule: ruleRow,
  cells: cellsRow,
  labels: labelsRow,
  picture: pictureRow,
}

/** The row of a mark's own kind. */
export const rowOf = <M extends Mark>({ mark }: M): MarkRow<M> => MARKS[mark] as unknown as MarkRow<M>
