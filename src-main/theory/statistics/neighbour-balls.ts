/** Balls around every row of a set that just reach its k-th neighbour, and which rows of another set lie in them. */

import { Refusal } from '#contract/refusal.ts'
import { countOf, type Features } from './features.ts'
import { eachBlock, type BlockOptions } from './row-blocks.ts'

/** Distances from products, |x|^2 + |y|^2 - 2 x . y, are off by about 1e-16 of the squares' sum; what is nearer than this is measured. */
const DOUBT = 1e-12

/** Neighbours beyond the k-th that are measured too, since products may rank equals in any order. */
const SPARE = 4

/**
 * Squared distance of every row to its k-th nearest other row (rows equal to it count as its neighbours, at 0), for each k of `ks`:
 * [ks.length][n]. Products rank, sum (x - y)^2 in float64 decides, so that a radius is the very number a boundary is tested with.
 */
export async function neighbourRadii(
  x: Features,
  ks: readonly number[],
  options: BlockOptions = {},
): Promise<Float64Array[]> {
  const n = countOf(x)
  const most = Math.max(...ks)
  if (!(most < n))
    throw new Refusal(`${x.name} has ${n} rows; the ${most}th neighbour needs at least ${most + 1}.`, { field: x.name })
  const kept = Math.min(n - 1, most + SPARE)
  const norms = squaredNorms(x)
  const radii = ks.map(() => new Float64Array(n))
  const best = new Float64Array(kept)
  const who = new Uint32Array(kept)
  await eachBlock(x, x, options, ({ from, rows, products }) => {
    for (let r = 0; r < rows; r++) {
      const i = from + r
      best.fill(Infinity)
      for (let j = 0; j < n; j++) {
        if (j === i) continue
        const about = norms[j] - 2 * products[r * n + j]
        if (about < best[kept - 1]) insert(best, who, about, j)
      }
      const doubt = DOUBT * (norms[i] + norms[who[kept - 1]])
      const isTied = best[kept - 1] - best[most - 1] <= 2 * doubt
      const measured = isTied
        ? Float64Array.from({ length: n }, (_, j) => (j === i ? Infinity : squaredDistance(x, i, x, j)))
        : Float64Array.from(who, (j) => squaredDistance(x, i, x, j))
      measured.sort()
      ks.forEach((k, at) => (radii[at][i] = measured[k - 1]))
    }
  })
  return radii
}

/**
 * Calls `inside(at, i, j)` for every row j of `y` in the ball around row i of `x`, the boundary inside, for each list of squared radii in
 * `radii` [at][i].
 */
export async function eachInside(
  x: Features,
  radii: readonly Float64Array[],
  y: Features,
  options: BlockOptions,
  inside: (at: number, i: number, j: number) => void,
): Promise<void> {
  const m = countOf(y)
  const [xs, ys] = [squaredNorms(x), squaredNorms(y)]
  await eachBlock(x, y, options, ({ from, rows, products }) => {
    for (let r = 0; r < rows; r++) {
      const i = from + r
      for (let j = 0; j < m; j++) {
        const squares = xs[i] + ys[j]
        const about = squares - 2 * products[r * m + j]
        for (let at = 0; at < radii.length; at++) {
          const beyond = about - radii[at][i]
          if (Math.abs(beyond) > DOUBT * squares ? beyond < 0 : squaredDistance(x, i, y, j) <= radii[at][i])
            inside(at, i, j)
        }
      }
    }
  })
}

function insert(best: Float64Array, who: Uint32Array, value: number, index: number): void {
  let at = best.length - 1
  for (; at > 0 && best[at - 1] > value; at--) {
    best[at] = best[at - 1]
    who[at] = who[at - 1]
  }
  best[at] = value
  who[at] = index
}

/** The same bits for (i, j) and (j, i). */
function squaredDistance(x: Features, i: number, y: Features, j: number): number {
  const { d } = x
  let total = 0
  for (let k = 0; k < d; k++) total += (x.rows[i * d + k] - y.rows[j * d + k]) ** 2
  return total
}

function squaredNorms({ rows, d }: Features): Float64Array {
  const norms = new Float64Array(rows.length / d)
  for (let i = 0; i < norms.length; i++) for (let k = i * d; k < (i + 1) * d; k++) norms[i] += rows[k] ** 2
  return norms
}
