/** The training images nearest to each sample. */
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs'
import type { Tf } from '#compute/backend.ts'

/** For each query: the nearest training image and its distance (L2 over pixels, in the units given), and the distance of the second. */
export type Neighbours = { nearest: Uint32Array; distance: Float64Array; second: Float64Array }

type Search = {
  queries: Float32Array
  training: Float32Array
  size: number
  batch?: number
  block?: number
  /** After every product; what it throws ends the search. */
  tick?: (done: number, of: number) => Promise<void>
}

/** Candidates kept from the float32 search for the float64 distances that decide. */
const CANDIDATES = 4

/**
 * |q - y|^2 = |q|^2 + |y|^2 - 2 q . y by blocked matrix products; memory is bounded by batch x block. In float32 this is off by
 * about 1e-7 |q| |y|, too much for copies at distance 0, so the four best are measured again in float64 and ranked by that.
 * `training` must hold at least two images.
 */
export async function nearestTraining(
  tf: Tf,
  { queries, training, size, batch = 500, block = 6000, tick }: Search,
): Promise<Neighbours> {
  const n = queries.length / size
  const count = training.length / size
  const kept = Math.min(CANDIDATES, count)
  const found: Neighbours = { nearest: new Uint32Array(n), distance: new Float64Array(n), second: new Float64Array(n) }
  const best: Candidate[][] = Array.from({ length: n }, () => [])
  const products = Math.ceil(count / block) * Math.ceil(n / batch)
  let done = 0

  for (let from = 0; from < count; from += block) {
    const part = training.subarray(from * size, Math.min(count, from + block) * size)
    const y = tf.tensor2d(part, [part.length / size, size])
    const squares = tf.tidy(() => y.square().sum<Tensor1D>(1))
    try {
      for (let at = 0; at < n; at += batch) {
        const rows = queries.subarray(at * size, Math.min(n, at + batch) * size)
        const { values, indices, width } = tf.tidy(() => {
          const q = tf.tensor2d(rows, [rows.length / size, size])
          const closeness: Tensor2D = tf.matMul(q, y, false, true).mul(2).sub(squares)
          const top = tf.topk(closeness, Math.min(kept, y.shape[0]))
          return { values: top.values.dataSync(), indices: top.indices.dataSync(), width: top.values.shape[1] }
        })
        for (let i = 0; i < rows.length / size; i++) {
          const list = best[at + i]
          for (let k = 0; k < width; k++) {
            list.push({ index: from + indices[i * width + k], closeness: values[i * width + k] })
          }
          list.sort((a, b) => b.closeness - a.closeness)
          list.length = Math.min(kept, list.length)
        }
        await tick?.(++done, products)
      }
    } finally {
      tf.dispose([y, squares])
    }
  }

  for (let i = 0; i < n; i++) {
    const query = queries.subarray(i * size, (i + 1) * size)
    const ranked = best[i]
      .map(({ index }) => ({ index, distance: distance(query, training.subarray(index * size, (index + 1) * size)) }))
      .toSorted((a, b) => a.distance - b.distance)
    found.nearest[i] = ranked[0].index
    found.distance[i] = ranked[0].distance
    found.second[i] = ranked[1].distance
  }
  return found
}

type Candidate = { index: number; closeness: number }

function distance(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i] - b[i]) ** 2
  return Math.sqrt(sum)
}
