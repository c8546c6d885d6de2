/** Products of all rows of two sets, some rows at a time, so that ten thousand by ten thousand never stand in memory together. */

import { PLAIN_ALGEBRA, type Algebra } from './algebra.ts'
import { countOf, type Features } from './features.ts'

/** Called after every block; what it throws ends the whole. */
export type Tick = (done: number, of: number) => Promise<void> | void

export type BlockOptions = {
  algebra?: Algebra
  /** Inner products held at once. */
  entries?: number
  tick?: Tick
}

/** `products` [rows, m] are x_i . y_j of the rows `from .. from + rows` of x and all m rows of y. */
export type Block = { from: number; rows: number; products: Float64Array }

/** Visits x in blocks of rows, first to last. */
export async function eachBlock(
  x: Features,
  y: Features,
  { algebra = PLAIN_ALGEBRA, entries = 4e6, tick }: BlockOptions,
  visit: (block: Block) => void,
): Promise<void> {
  const { d } = x
  const [n, m] = [countOf(x), countOf(y)]
  const right = Float64Array.from(y.rows)
  const size = Math.max(1, Math.floor(entries / m))
  for (let from = 0; from < n; from += size) {
    const rows = Math.min(size, n - from)
    const left = Float64Array.from(x.rows.subarray(from * d, (from + rows) * d))
    visit({ from, rows, products: algebra.rowProducts(left, right, d) })
    await tick?.(from + rows, n)
  }
}
