/** The ablation table in words and digits. Pure. */
import { matchedCells } from '#theory/errors/published-table.ts'
import type { ErrorTable } from '#theory/errors/table.ts'
import { formatShort } from '../../ui/format.ts'
import { SCHEME_ROWS } from './schemes.ts'

/** Two digits after the point as published, fewer only in what is tiny. */
export const cellOf = (value: number | null): string =>
  value === null ? '∞' : value >= 0.005 ? value.toFixed(2) : value < 1e-9 ? '0' : value.toExponential(1)

/** The best cell that a sampler of a thousand points reaches from the prior, and how many cells have no finite value. */
export function sentenceOfTable({ columns, rows }: ErrorTable): string {
  const column = columns.indexOf('1000/N0')
  const finite = rows.filter(({ w2 }) => w2[column] !== null)
  const infinite = rows.flatMap(({ w2 }) => w2).filter((value) => value === null).length
  if (finite.length === 0) return 'No cell is finite.'
  const best = finite.reduce((a, b) => (b.w2[column]! < a.w2[column]! ? b : a))
  return (
    `With 1,000 points from the prior ${SCHEME_ROWS[best.scheme].label} comes nearest, to ${formatShort(best.w2[column])} at eps = ${formatShort(best.eps)}.` +
    (infinite ? ` ${infinite} cells are infinite: the score has no value at t = 0 along a zero eigenvalue.` : '')
  )
}

/** For what is called CIFAR-10, how many of the published cells it matches. */
export function sentenceOfMatch(name: string, table: ErrorTable): string {
  if (!/cifar-?10/i.test(name)) return ''
  const { matched, of } = matchedCells(table)
  return `${matched} of the ${of} published cells match to every printed digit (Pierret & Galerne 2024, arXiv:2405.14250).`
}
