/** The matrix operations of distances between features on TensorFlow in float64: what takes minutes in plain TypeScript takes seconds. */
import { PLAIN_ALGEBRA, type Algebra } from '#theory/statistics/algebra.ts'
import { transpose } from '#theory/statistics/singular-values.ts'
import { attribute, withOps, type Handle, type Ops } from './tensorflow-ops.ts'
import type { Tf } from './tf.ts'

const T = attribute.type('T', 'float64')

/** A covariance whose Cholesky pivots fall below this share of the largest has lost the digits that Householder's QR keeps. */
const TRUSTED = 1e-8

/** Rows of a triangle that are taken up at once, in multiples of d. */
const ROWS_PER_TRIANGLE = 4

/** TensorFlow where it runs, plain TypeScript elsewhere. */
export const float64Algebra = (tf: Tf): Algebra =>
  tf.getBackend() === 'tensorflow' ? tensorflowAlgebra(tf) : PLAIN_ALGEBRA

const tensorflowAlgebra = (tf: Tf): Algebra => ({
  rowProducts: (a, b, d) =>
    withOps(tf, (ops) => {
      const left = ops.float64(a, [a.length / d, d])
      const right = a === b ? left : ops.float64(b, [b.length / d, d])
      return ops.readFloat64(multiply(ops, left, right, false, true))
    }),

  triangle(a, d) {
    const n = a.length / d
    if (n <= d) return a
    return choleskyTriangle(tf, a, n, d) ?? qrTriangle(tf, a, n, d)
  },

  singularValues: (a, rows, columns) =>
    withOps(tf, (ops) => {
      const [values] = ops.run('Svd', [ops.float64(a, [rows, columns])], svd(false), 3)
      return ops.readFloat64(values!)
    }),

  rightSingular: (a, rows, columns) =>
    withOps(tf, (ops) => {
      const [values, , v] = ops.run('Svd', [ops.float64(a, [rows, columns])], svd(true), 3)
      return {
        values: ops.readFloat64(values!),
        // V stands in columns, [columns, min(rows, columns)].
        vectors: transpose(ops.readFloat64(v!), columns, Math.min(rows, columns)),
      }
    }),
})

const svd = (vectors: boolean) => [T, attribute.bool('compute_uv', vectors), attribute.bool('full_matrices', false)]

function multiply(ops: Ops, a: Handle, b: Handle, transposeA: boolean, transposeB: boolean): Handle {
  const attributes = [T, attribute.bool('transpose_a', transposeA), attribute.bool('transpose_b', transposeB)]
  return ops.run('MatMul', [a, b], attributes)[0]!
}

/** R by A^T A = R^T R, a fifth of the time of QR; null where the pivots say that squaring has cost digits that count. */
function choleskyTriangle(tf: Tf, a: Float64Array, n: number, d: number): Float64Array | null {
  const lower = withOps(tf, (ops) => {
    const rows = ops.float64(a, [n, d])
    try {
      return ops.readFloat64(ops.run('Cholesky', [multiply(ops, rows, rows, true, false)], [T])[0]!)
    } catch {
      return null
    }
  })
  if (!lower) return null
  let [least, most] = [Infinity, 0]
  for (let i = 0; i < d; i++) {
    const pivot = lower[i * d + i]! ** 2
    // NaN is never trusted.
    if (!(pivot > 0)) return null
    least = Math.min(least, pivot)
    most = Math.max(most, pivot)
  }
  return least > TRUSTED * most ? transpose(lower, d, d) : null
}

/** R by QR, blocks of rows taken up under the triangle so far. */
function qrTriangle(tf: Tf, a: Float64Array, n: number, d: number): Float64Array {
  let triangle = new Float64Array(0)
  for (let first = 0; first < n; first += ROWS_PER_TRIANGLE * d) {
    const block = a.subarray(first * d, Math.min(n, first + ROWS_PER_TRIANGLE * d) * d)
    const stacked = new Float64Array(triangle.length + block.length)
    stacked.set(triangle)
    stacked.set(block, triangle.length)
    triangle = withOps(tf, (ops) => {
      const [, r] = ops.run(
        'Qr',
        [ops.float64(stacked, [stacked.length / d, d])],
        [T, attribute.bool('full_matrices', false)],
        2,
      )
      return new Float64Array(ops.readFloat64(r!))
    })
  }
  return triangle
}
