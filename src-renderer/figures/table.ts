/** The numbers behind a figure, as rows: shown beside it and saved as CSV. */
import { csvOfRows } from '../charts/plain-data.ts'
import { formatShort } from '../ui/format.ts'

export type Cell = string | number | null
export type Table = { head: readonly string[]; rows: readonly (readonly Cell[])[] }

export const csvOfTable = ({ head, rows }: Table): string =>
  csvOfRows([head, ...rows.map((row) => row.map((cell) => cell ?? ''))])

export const cellText = (cell: Cell): string => (typeof cell === 'string' ? cell : formatShort(cell, 5))
