/** The triangular factor of many rows: what a covariance is made of, without squaring the rows and losing half their digits. */

/** Rows taken up at once: d columns of so many numbers stay in the cache. */
const BLOCK = 256

const VANISHING = 1e-290

/**
 * R [min(n, d), d] with R^T R = A^T A, for A [n, d] row-major: Householder's QR, the rows taken up block by block under the triangle
 * so far (Golub & Van Loan, "Matrix Computations", 5.2 and 6.5). No pivoting and no decision on rank: errors are about 1e-16 |A|,
 * also where columns are constant or repeat. A itself where n <= d.
 */
export function triangleOf(a: Float64Array, d: number): Float64Array {
  const n = a.length / d
  if (n <= d) return a
  const triangle = new Float64Array(d * d)
  const columns = new Float64Array(d * BLOCK)
  const along = new Float64Array(d)
  for (let first = 0; first < n; first += BLOCK) {
    const count = Math.min(BLOCK, n - first)
    for (let r = 0; r < count; r++) for (let j = 0; j < d; j++) columns[j * BLOCK + r] = a[(first + r) * d + j]
    for (let k = 0; k < d; k++) reflect(triangle, columns, count, d, k, along)
  }
  return triangle
}

/** The reflection that clears column k of the block against row k of the triangle, applied to both. */
function reflect(
  triangle: Float64Array,
  columns: Float64Array,
  count: number,
  d: number,
  k: number,
  along: Float64Array,
) {
  const from = k * BLOCK
  const row = k * d
  let square = 0
  for (let r = 0; r < count; r++) square += columns[from + r] ** 2
  // Below this the reflection itself would be rounding.
  if (square < VANISHING) return
  const corner = triangle[row + k]
  const length = Math.hypot(corner, Math.sqrt(square))
  const norm = corner > 0 ? -length : length
  const head = corner - norm
  // H = 1 - v v^T / h, v = (head, column), h = (head^2 + |column|^2) / 2.
  const h = (head * head + square) / 2
  triangle[row + k] = norm
  for (let j = k + 1; j < d; j++) {
    let sum = head * triangle[row + j]
    const at = j * BLOCK
    for (let r = 0; r < count; r++) sum += columns[from + r] * columns[at + r]
    along[j] = sum / h
  }
  for (let j = k + 1; j < d; j++) {
    const factor = along[j]
    triangle[row + j] -= factor * head
    const at = j * BLOCK
    for (let r = 0; r < count; r++) columns[at + r] -= factor * columns[from + r]
  }
}
