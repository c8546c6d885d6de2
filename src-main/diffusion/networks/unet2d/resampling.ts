/** Halving and doubling of images, plain and by NCSN++'s filter (1, 3, 3, 1), as products with one matrix an axis. */
import type { Tf } from '#compute/tf.ts'
import { separable } from '../bilinear.ts'
import type { Constant, Map4 } from './parts.ts'

const FILTER = [1, 3, 3, 1]

/** [to, from]: out[i] = sum_k f[k] x[2 i + k - 1], f = (1, 3, 3, 1)/8, zeros outside. */
export function firHalving(from: number): Float32Array {
  const to = Math.floor(from / 2)
  return matrix(to, from, (i) => FILTER.map((value, k) => [2 * i + k - 1, value / 8]))
}

/** [2 from, from]: zeros between the pixels, then out[i] = sum_k f[k] u[i + k - 2], f = (1, 3, 3, 1)/4. */
export function firDoubling(from: number): Float32Array {
  return matrix(2 * from, from, (i) =>
    FILTER.flatMap((value, k) => ((i + k) % 2 === 0 ? [[(i + k - 2) / 2, value / 4] as [number, number]] : [])),
  )
}

type Entries = (row: number) => (readonly [column: number, value: number] | number[])[]

function matrix(rows: number, columns: number, entries: Entries): Float32Array {
  const values = new Float32Array(rows * columns)
  for (let row = 0; row < rows; row++)
    for (const [column, value] of entries(row))
      if (column >= 0 && column < columns) values[row * columns + column] += value
  return values
}

/** Karras et al. 2020, arXiv:1912.04958; Song et al. 2021, arXiv:2011.13456, section 4.1. */
export const firHalve = (tf: Tf, constant: Constant, [height, width]: readonly [number, number]): Map4 =>
  separable(tf, constant, [height, width], [firHalving(height), firHalving(width)])

export const firDouble = (tf: Tf, constant: Constant, [height, width]: readonly [number, number]): Map4 =>
  separable(tf, constant, [height, width], [firDoubling(height), firDoubling(width)])
