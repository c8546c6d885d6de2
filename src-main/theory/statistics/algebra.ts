/** The four operations on matrices that distances between features rest on; whoever has a faster library hands it in. */

import { triangleOf } from './row-reduction.ts'
import { rowProducts } from './row-products.ts'
import { rightSingular, singularValues, type RightSingular } from './singular-values.ts'

/** Float64, row-major, nothing written to an argument. */
export type Algebra = {
  /** A B^T [n, m] of A [n, d] and B [m, d]: the inner product of every row with every row. */
  rowProducts(a: Float64Array, b: Float64Array, d: number): Float64Array
  /** R [min(n, d), d] with R^T R = A^T A, of A [n, d]. */
  triangle(a: Float64Array, d: number): Float64Array
  /** Singular values of A [rows, columns], largest first, each to about 1e-15 of the largest. */
  singularValues(a: Float64Array, rows: number, columns: number): Float64Array
  /** The same with right singular vectors, for sums that need no more than half the digits. */
  rightSingular(a: Float64Array, rows: number, columns: number): RightSingular
}

/** Everything in plain TypeScript: right everywhere, slow above some 500 features. */
export const PLAIN_ALGEBRA: Algebra = { rowProducts, triangle: triangleOf, singularValues, rightSingular }
