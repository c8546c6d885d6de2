/** Inner products of all rows of one matrix with all rows of another, in plain float64. */

/** Rows of B that stay in the cache while rows of A pass. */
const BLOCK = 32

/**
 * A B^T [n, m] of A [n, d] and B [m, d], row-major. Four rows of B at a time; where A is B only half is computed. A product does not
 * depend on where its rows stand, so equal rows have bit-equal products.
 */
export function rowProducts(a: Float64Array, b: Float64Array, d: number): Float64Array {
  const [n, m] = [a.length / d, b.length / d]
  const out = new Float64Array(n * m)
  const same = a === b
  for (let first = 0; first < m; first += BLOCK) {
    const last = Math.min(first + BLOCK, m)
    for (let i = same ? first : 0; i < n; i++) productsOfRow(a, i, b, first, last, d, out, m)
  }
  if (same) for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++) out[i * n + j] = out[j * n + i]
  return out
}

function productsOfRow(
  a: Float64Array,
  i: number,
  b: Float64Array,
  first: number,
  last: number,
  d: number,
  out: Float64Array,
  m: number,
): void {
  const row = i * d
  let j = first
  for (; j + 4 <= last; j += 4) {
    let [s0, s1, s2, s3] = [0, 0, 0, 0]
    let at = j * d
    for (let k = row; k < row + d; k++, at++) {
      const x = a[k]
      s0 += x * b[at]
      s1 += x * b[at + d]
      s2 += x * b[at + 2 * d]
      s3 += x * b[at + 3 * d]
    }
    const to = i * m + j
    out[to] = s0
    out[to + 1] = s1
    out[to + 2] = s2
    out[to + 3] = s3
  }
  for (; j < last; j++) {
    let sum = 0
    let at = j * d
    for (let k = row; k < row + d; k++, at++) sum += a[k] * b[at]
    out[i * m + j] = sum
  }
}
