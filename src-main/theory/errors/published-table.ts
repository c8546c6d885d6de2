/** The ablation table of Pierret & Galerne 2024 (arXiv 2405.14250) for CIFAR-10 as a Gaussian, as printed. */

import { TABLE_COLUMNS, type ErrorTable } from './table.ts'

type PublishedRow = { scheme: string; eps: number; cells: string }

/** W2(final law, data) of CIFAR-10's covariance (n = 50,000 training images in [-1, 1]); columns as in `TABLE_COLUMNS`. */
export const PUBLISHED_CIFAR10: readonly PublishedRow[] = [
  { scheme: 'em', eps: 0, cells: '0 6.7E-4 4.77 4.77 .65 .65 .31 .31 .15 .16' },
  { scheme: 'em', eps: 1e-5, cells: '2.5E-3 2.6E-3 4.77 4.77 .65 .65 .31 .31 .16 .16' },
  { scheme: 'em', eps: 1e-3, cells: '.17 .17 4.67 4.67 .69 .69 .39 .39 .27 .27' },
  { scheme: 'em', eps: 1e-2, cells: '1.35 1.35 4.56 4.56 1.69 1.69 1.50 1.50 1.42 1.42' },
  { scheme: 'ei', eps: 0, cells: '0 6.7E-4 2.81 2.81 .57 .57 .30 .30 .16 .16' },
  { scheme: 'ei', eps: 1e-5, cells: '2.5E-3 2.6E-3 2.81 2.81 .57 .57 .30 .30 .16 .16' },
  { scheme: 'ei', eps: 1e-3, cells: '.17 .17 2.91 2.91 .66 .66 .41 .41 .28 .28' },
  { scheme: 'ei', eps: 1e-2, cells: '1.35 1.35 3.93 3.93 1.76 1.76 1.55 1.55 1.45 1.45' },
  { scheme: 'euler', eps: 0, cells: '0 .07 1.72 1.78 .38 .44 .19 .26 .10 .17' },
  { scheme: 'euler', eps: 1e-5, cells: '2.5E-3 .07 1.72 1.78 .38 .44 .20 .26 .10 .17' },
  { scheme: 'euler', eps: 1e-3, cells: '.17 .19 1.72 1.78 .42 .48 .27 .32 .21 .25' },
  { scheme: 'euler', eps: 1e-2, cells: '1.35 1.36 2.21 2.25 1.41 1.43 1.37 1.38 1.36 1.37' },
  { scheme: 'heun', eps: 0, cells: '0 .07 7.09 7.09 .72 .73 .21 .22 .05 .09' },
  { scheme: 'heun', eps: 1e-5, cells: '2.5E-3 .07 6.48 6.48 .64 .65 .18 .20 .05 .09' },
  { scheme: 'heun', eps: 1e-3, cells: '.17 .19 .56 .57 .13 .15 .16 .18 .17 .19' },
  { scheme: 'heun', eps: 1e-2, cells: '1.35 1.36 1.37 1.38 1.35 1.36 1.35 1.36 1.35 1.36' },
]

/**
 * Published for the authors' ADSN texture, a picture that we do not have: EM 5.16, Heun 3.73 at N = 1,000, eps = 1e-3 from
 * N(0, I). Kept so that a page can show them beside a user's own texture, marked as another picture's.
 */
export const PUBLISHED_ADSN = { em: 5.16, heun: 3.73, points: 1000, eps: 1e-3, picture: 'not available' } as const

/** A number as that cell prints it: as many digits, no leading zero, E for the exponent. */
export function asPrinted(value: number, cell: string): string {
  // a printed 0 is an exact zero: only float64 rounding may stand in its place
  if (cell === '0') return Math.abs(value) < 1e-9 ? '0' : value.toExponential(1)
  if (cell.includes('E')) return value.toExponential(1).replace('e', 'E')
  return value.toFixed(2).replace(/^0(?=\.)/, '')
}

/** How many of the 160 cells agree with the published table to every printed digit. */
export function matchedCells(table: ErrorTable): { matched: number; of: number } {
  let matched = 0
  for (const { scheme, eps, cells } of PUBLISHED_CIFAR10) {
    const row = table.rows.find((candidate) => candidate.scheme === scheme && candidate.eps === eps)
    cells.split(' ').forEach((cell, column) => {
      const value = row?.w2[column]
      if (typeof value === 'number' && asPrinted(value, cell) === cell) matched++
    })
  }
  return { matched, of: PUBLISHED_CIFAR10.length * TABLE_COLUMNS.length }
}
