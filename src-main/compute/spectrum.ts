/** The covariance of a set of images and its eigenvalues, in float64 throughout. */
import { Refusal } from '#contract/refusal.ts'
import type { Tf } from './tf.ts'
import { symmetricEigenvalues } from './symmetric-eigenvalues.ts'
import { attribute, withOps } from './tensorflow-ops.ts'

/** Images as rows of `dimension` numbers, and the map v -> gain v + offset that brings them into the data range. */
export type ImageMatrix = {
  values: Uint8Array | Float32Array
  count: number
  dimension: number
  gain: number
  offset: number
}

export type Covariance = { mean: Float64Array; matrix: Float64Array }

/** Eigenvalues largest first, in squared units of the data range; `vectors` [d, d], its rows the unit eigenvectors in their order. */
export type Spectrum = { eigenvalues: Float64Array; mean: Float64Array; vectors?: Float64Array }

/** Without TensorFlow a matrix of this size takes some seconds, and the time grows with its cube. */
const LARGEST_WITHOUT_TENSORFLOW = 1000

/** Below this share of the largest an eigenvalue is rounding and becomes 0: pixels that never change give exact zeros. */
const NEGLIGIBLE = 1e-12

/** Bytes are summed about the middle of their range, which halves their size and leaves a covariance as it is. */
const MIDDLE = 128
const EXACT_ROWS = 1024

/** Rows that are held in float64 at once: 100 MB for images of 3072 numbers. */
const CENTRED_ROWS = 4096

export function covarianceSpectrum(tf: Tf, images: ImageMatrix, options: { vectors?: boolean } = {}): Spectrum {
  const { dimension } = images
  const hasTensorflow = tf.getBackend() === 'tensorflow'
  if (!hasTensorflow && (dimension > LARGEST_WITHOUT_TENSORFLOW || options.vectors)) {
    const what = options.vectors ? 'eigenvectors need' : `a spectrum of ${dimension} dimensions needs`
    throw new Refusal(
      `${what} TensorFlow, and this machine runs the ${tf.getBackend()} backend (limit ${LARGEST_WITHOUT_TENSORFLOW}, values only): run anneal setup`,
      { field: 'backend', code: 'unsupported' },
    )
  }
  const { mean, matrix } = covariance(tf, images)
  if (!hasTensorflow) return { eigenvalues: clean(symmetricEigenvalues(matrix, dimension)), mean }
  return { ...eigenOfTensorflow(tf, matrix, dimension, options.vectors ?? false), mean }
}

/**
 * C = (1/n) sum (x - mean)(x - mean)^T, divided by n. Bytes are summed as integers about 128, S = sum v v^T and s = sum v, so that
 * C = gain^2 (n S - s s^T) / n^2 is rounded at the end alone, up to n = 741,000 images (n^2 2^14 < 2^53). Floats are centred first.
 */
export function covariance(tf: Tf, images: ImageMatrix): Covariance {
  const { values, count, dimension: d, gain, offset } = images
  if (count < 1 || values.length !== count * d)
    throw new Error(`${values.length} values are not ${count} images of ${d}`)
  const sums = columnSums(values, d)
  const mean = sums.map((sum) => (gain * sum) / count + offset)
  if (values instanceof Uint8Array) {
    const matrix = integerProducts(tf, values, d)
    const about = sums.map((sum) => sum - MIDDLE * count)
    fillSymmetric(
      matrix,
      d,
      (product, i, j) => (gain * gain * ((count * product - about[i]! * about[j]!) / count)) / count,
    )
    return { mean, matrix }
  }
  const centre = sums.map((sum) => sum / count)
  const isTensorflow = tf.getBackend() === 'tensorflow'
  const matrix = isTensorflow ? centredProducts(tf, values, d, centre) : centredProductsByLoops(values, d, centre)
  fillSymmetric(matrix, d, (product) => (gain * gain * product) / count)
  return { mean, matrix }
}

function fillSymmetric(matrix: Float64Array, d: number, entry: (product: number, i: number, j: number) => number) {
  for (let i = 0; i < d; i++)
    for (let j = 0; j <= i; j++) matrix[i * d + j] = matrix[j * d + i] = entry(matrix[i * d + j]!, i, j)
}

function columnSums(values: Uint8Array | Float32Array, d: number): Float64Array {
  const sums = new Float64Array(d)
  for (let row = 0; row < values.length; row += d) for (let j = 0; j < d; j++) sums[j]! += values[row + j]!
  return sums
}

/**
 * sum (v - 128)(v - 128)^T, exactly, by the fast float32 product of any backend: each term is an integer of at most 2^14, and a
 * block of 1024 rows sums to at most 2^24, below which float32 holds every integer.
 */
function integerProducts(tf: Tf, values: Uint8Array, d: number): Float64Array {
  const total = new Float64Array(d * d)
  for (let first = 0; first < values.length; first += EXACT_ROWS * d) {
    const block = new Float32Array(values.subarray(first, first + EXACT_ROWS * d))
    for (let at = 0; at < block.length; at++) block[at]! -= MIDDLE
    const rows = tf.tensor2d(block, [block.length / d, d])
    const product = tf.matMul(rows, rows, true, false)
    // Read outside tf.tidy, which would look for tensors in each of the numbers it hands on.
    const products = product.dataSync()
    tf.dispose([rows, product])
    for (let at = 0; at < total.length; at++) total[at]! += products[at]!
  }
  return total
}

/** sum (v - centre)(v - centre)^T in float64, block by block. */
function centredProducts(tf: Tf, values: Float32Array, d: number, centre: Float64Array): Float64Array {
  const T = attribute.type('T', 'float64')
  const transposed = [T, attribute.bool('transpose_a', true), attribute.bool('transpose_b', false)]
  const total = new Float64Array(d * d)
  for (let first = 0; first < values.length; first += CENTRED_ROWS * d) {
    const block = values.subarray(first, first + CENTRED_ROWS * d)
    const products = withOps(tf, (ops) => {
      const rows = ops.cast(ops.float32(block, [block.length / d, d]), 'float32', 'float64')
      const [centred] = ops.run('Sub', [rows, ops.float64(centre, [1, d])], [T])
      return ops.readFloat64(ops.run('MatMul', [centred!, centred!], transposed)[0]!)
    })
    for (let at = 0; at < total.length; at++) total[at]! += products[at]!
  }
  return total
}

/** The same without TensorFlow; only the lower triangle is summed. */
function centredProductsByLoops(values: Float32Array, d: number, centre: Float64Array): Float64Array {
  const total = new Float64Array(d * d)
  const row = new Float64Array(d)
  for (let start = 0; start < values.length; start += d) {
    for (let j = 0; j < d; j++) row[j] = values[start + j]! - centre[j]!
    for (let i = 0; i < d; i++) for (let j = 0; j <= i; j++) total[i * d + j]! += row[i]! * row[j]!
  }
  return total
}

function eigenOfTensorflow(tf: Tf, matrix: Float64Array, d: number, vectors: boolean): Omit<Spectrum, 'mean'> {
  return withOps(tf, (ops) => {
    const attributes = [attribute.type('T', 'float64'), attribute.bool('compute_v', vectors)]
    const [values, columns] = ops.run('SelfAdjointEigV2', [ops.float64(matrix, [d, d])], attributes, 2)
    // It answers with the smallest first, and with eigenvectors as columns.
    const eigenvalues = clean(ops.readFloat64(values!).toReversed())
    if (!vectors) return { eigenvalues }
    const byColumn = ops.readFloat64(columns!)
    const rows = new Float64Array(d * d)
    for (let k = 0; k < d; k++) for (let i = 0; i < d; i++) rows[k * d + i] = byColumn[i * d + d - 1 - k]!
    return { eigenvalues, vectors: rows }
  })
}

function clean(eigenvalues: Float64Array): Float64Array {
  const least = NEGLIGIBLE * eigenvalues[0]!
  return eigenvalues.map((value) => (value < least ? 0 : value))
}
