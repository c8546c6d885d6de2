/** Square matrices row by row, for tests that follow whole covariances rather than eigenvalues. */

const sideOf = (matrix: Float64Array) => Math.round(Math.sqrt(matrix.length))

/** The symmetric circulant matrix with eigenvalue `of(k)` at the frequencies k and size - k. */
export function circulant(size: number, of: (k: number) => number): Float64Array {
  const row = Array.from({ length: size }, (_, d) => {
    let sum = 0
    for (let k = 0; k < size; k++) sum += of(Math.min(k, size - k)) * Math.cos((2 * Math.PI * k * d) / size)
    return sum / size
  })
  return Float64Array.from({ length: size * size }, (_, at) => row[(Math.floor(at / size) - (at % size) + size) % size])
}

export const product = (...factors: Float64Array[]): Float64Array => factors.reduce(times)

function times(a: Float64Array, b: Float64Array): Float64Array {
  const n = sideOf(a)
  const out = new Float64Array(n * n)
  for (let i = 0; i < n; i++)
    for (let k = 0; k < n; k++) {
      const factor = a[i * n + k]
      for (let j = 0; j < n; j++) out[i * n + j] += factor * b[k * n + j]
    }
  return out
}

export const sum = (...terms: readonly (readonly [number, Float64Array])[]): Float64Array =>
  terms[0][1].map((_, at) => terms.reduce((total, [factor, matrix]) => total + factor * matrix[at], 0))

export function transpose(matrix: Float64Array): Float64Array {
  const n = sideOf(matrix)
  return matrix.map((_, at) => matrix[(at % n) * n + Math.floor(at / n)])
}

/** By Gauss and Jordan, without pivots: of a positive definite matrix. */
export function inverse(matrix: Float64Array): Float64Array {
  const n = sideOf(matrix)
  const a = matrix.slice()
  const out = new Float64Array(n * n)
  for (let i = 0; i < n; i++) out[i * n + i] = 1
  for (let k = 0; k < n; k++) {
    const pivot = a[k * n + k]
    for (let j = 0; j < n; j++) {
      a[k * n + j] /= pivot
      out[k * n + j] /= pivot
    }
    for (let i = 0; i < n; i++) {
      const factor = a[i * n + k]
      if (i === k || factor === 0) continue
      for (let j = 0; j < n; j++) {
        a[i * n + j] -= factor * a[k * n + j]
        out[i * n + j] -= factor * out[k * n + j]
      }
    }
  }
  return out
}

/** Variance along the unit vector of cos(2 pi k i/size). */
export function alongCosine(covariance: Float64Array, k: number): number {
  const n = sideOf(covariance)
  const wave = Float64Array.from({ length: n }, (_, i) => Math.cos((2 * Math.PI * k * i) / n))
  const norm = wave.reduce((total, value) => total + value * value, 0)
  let total = 0
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) total += wave[i] * covariance[i * n + j] * wave[j]
  return total / norm
}
