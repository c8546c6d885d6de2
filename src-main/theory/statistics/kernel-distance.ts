/** KID: the squared maximum mean discrepancy of two sets of features, without bias. */

import { Refusal } from '#contract/refusal.ts'
import { permutation, STREAMS } from '../noise/philox.ts'
import { checkPair, countOf, type Features } from './features.ts'
import { eachBlock, type BlockOptions } from './row-blocks.ts'

export type KernelDistance = {
  /** Unbiased over all pairs; negative where the sets are alike. */
  value: number
  /** Of `value` over fresh samples of both laws. */
  standardError: number
  subsets?: SubsetKernelDistance
}

/** As Binkowski et al. report it: the mean of estimates over random subsets of equal size. */
export type SubsetKernelDistance = {
  value: number
  /** Standard deviation of the estimates over subsets, what papers print after "+-". */
  sd: number
  /** sd / sqrt(subsets): how far `value` is from the mean over all subsets of these features. */
  standardError: number
  subsets: number
  size: number
}

export type KernelDistanceOptions = BlockOptions & { subsets?: { subsets: number; size: number; seed: number } }

/** (x . y / d + 1)^3, the kernel of Binkowski et al. 2018. */
export const polynomialKernel = (product: number, d: number): number => (product / d + 1) ** 3

/**
 * MMD^2 = sum_{i != j} k(x_i, x_j)/(n (n-1)) + sum_{i != j} k(y_i, y_j)/(m (m-1)) - 2 sum_ij k(x_i, y_j)/(n m), Gretton et al. 2012,
 * J. Mach. Learn. Res. 13, eq. 3; the kernel and subsets of Binkowski et al. 2018, arXiv:1801.01401. The standard error is the delta
 * method's, from each row's share: 4 var(mean_j k(x_i, x_j) - mean_j k(x_i, y_j))/n and the same of y. One pass over the products serves
 * the subsets too, each `size` rows of either set drawn without replacement.
 */
export async function kernelDistance(
  x: Features,
  y: Features,
  options: KernelDistanceOptions = {},
): Promise<KernelDistance> {
  checkPair(x, y)
  const { d } = x
  const [n, m] = [countOf(x), countOf(y)]
  const drawn = options.subsets && drawSubsets(n, m, options.subsets)
  const count = drawn?.length ?? 0
  const [within, across, other] = [new Float64Array(count), new Float64Array(count), new Float64Array(count)]
  const [xx, xy] = [new Float64Array(n), new Float64Array(n)]
  const [yy, yx] = [new Float64Array(m), new Float64Array(m)]

  const tick = (part: number) => options.tick && ((done: number, of: number) => options.tick!(part * of + done, 3 * of))
  await eachBlock(x, x, { ...options, tick: tick(0) }, ({ from, rows, products }) => {
    for (let i = 0; i < rows; i++) xx[from + i] = kernelsOfRow(products, i * n, n, d, from + i)
    drawn?.forEach(({ inX }, s) => (within[s] += sumAt(products, from, rows, n, inX, inX)))
  })
  await eachBlock(x, y, { ...options, tick: tick(1) }, ({ from, rows, products }) => {
    for (let i = 0; i < rows; i++) {
      xy[from + i] = kernelsOfRow(products, i * m, m, d, -1)
      for (let j = 0; j < m; j++) yx[j] += products[i * m + j]
    }
    drawn?.forEach(({ inX, inY }, s) => (across[s] += sumAt(products, from, rows, m, inX, inY)))
  })
  await eachBlock(y, y, { ...options, tick: tick(2) }, ({ from, rows, products }) => {
    for (let i = 0; i < rows; i++) yy[from + i] = kernelsOfRow(products, i * m, m, d, from + i)
    drawn?.forEach(({ inY }, s) => (other[s] += sumAt(products, from, rows, m, inY, inY)))
  })

  const value = sum(xx) / (n * (n - 1)) + sum(yy) / (m * (m - 1)) - (2 * sum(xy)) / (n * m)
  const standardError = 2 * Math.sqrt(projectionVariance(xx, xy, n, m) / n + projectionVariance(yy, yx, m, n) / m)
  if (!options.subsets) return { value, standardError }
  const { subsets, size } = options.subsets
  const pairs = size * (size - 1)
  const estimates = within.map((total, s) => total / pairs + other[s] / pairs - (2 * across[s]) / size ** 2)
  const mean = sum(estimates) / subsets
  const sd = Math.sqrt(estimates.reduce((total, one) => total + (one - mean) ** 2, 0) / (subsets - 1))
  return { value, standardError, subsets: { value: mean, sd, standardError: sd / Math.sqrt(subsets), subsets, size } }
}

/** Turns products `from .. from + count` into kernels, 0 at `skip` (a row with itself), and returns their sum. */
function kernelsOfRow(products: Float64Array, from: number, count: number, d: number, skip: number): number {
  let total = 0
  for (let j = 0; j < count; j++) {
    const kernel = j === skip ? 0 : polynomialKernel(products[from + j], d)
    products[from + j] = kernel
    total += kernel
  }
  return total
}

type Drawn = { inX: Uint32Array; inY: Uint32Array }

function drawSubsets(n: number, m: number, wanted: { subsets: number; size: number; seed: number }): Drawn[] {
  const { subsets, size, seed } = wanted
  if (!(Number.isInteger(size) && size >= 2 && size <= Math.min(n, m)))
    throw new Refusal(`A subset must hold from 2 to ${Math.min(n, m)} rows; got ${size}.`, { field: 'kid_subset_size' })
  if (!(Number.isInteger(subsets) && subsets >= 2))
    throw new Refusal(`KID needs at least 2 subsets; got ${subsets}.`, { field: 'kid_subsets' })
  const draw = (of: number, sample: number, step: number) =>
    permutation({ seed, stream: STREAMS.bootstrap, sample, step }, of).slice(0, size).toSorted()
  return Array.from({ length: subsets }, (_, s) => ({ inX: draw(n, s, 2), inY: draw(m, s, 3) }))
}

/** Sum of the kernels of the block's rows in `rowsIn` (ascending) with the columns in `columnsIn`. */
function sumAt(
  kernels: Float64Array,
  from: number,
  rows: number,
  width: number,
  rowsIn: Uint32Array,
  columnsIn: Uint32Array,
): number {
  let total = 0
  for (const row of rowsIn) {
    if (row < from) continue
    if (row >= from + rows) break
    const at = (row - from) * width
    for (const column of columnsIn) total += kernels[at + column]
  }
  return total
}

/** Variance over rows of mean_j k(x_i, x_j) - mean_j k(x_i, y_j). */
function projectionVariance(own: Float64Array, cross: Float64Array, n: number, m: number): number {
  const projections = own.map((total, i) => total / (n - 1) - cross[i] / m)
  const mean = sum(projections) / n
  return projections.reduce((total, value) => total + (value - mean) ** 2, 0) / (n - 1)
}

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0)
