/** Mean and covariance of features in float64, block by block. */

/** Of n rows: their mean and their covariance (row-major, divided by n). */
export type Moments = { n: number; mean: Float64Array; covariance: Float64Array }

export type MomentSum = { add(rows: Float32Array): void; moments(): Moments }

/**
 * Adds rows of `size` features as they come, in any blocks. Sums run in float64 about the mean of the first block, so that a
 * large common offset does not cancel: covariance = E[(f - c)(f - c)'] - (m - c)(m - c)'.
 */
export function sumMoments(size: number): MomentSum {
  let n = 0
  let centre: Float64Array | undefined
  const sum = new Float64Array(size)
  const products = new Float64Array(size * size)
  const row = new Float64Array(size)

  return {
    add(rows) {
      centre ??= meanRow(rows, size)
      for (let from = 0; from < rows.length; from += size) {
        for (let i = 0; i < size; i++) {
          row[i] = rows[from + i] - centre[i]
          sum[i] += row[i]
        }
        for (let i = 0; i < size; i++) {
          const value = row[i]
          for (let j = 0, at = i * size; j <= i; j++) products[at + j] += value * row[j]
        }
        n++
      }
    },
    moments() {
      const shift = sum.map((value) => value / n)
      const covariance = new Float64Array(size * size)
      for (let i = 0; i < size; i++) {
        for (let j = 0; j <= i; j++) {
          covariance[i * size + j] = products[i * size + j] / n - shift[i] * shift[j]
          covariance[j * size + i] = covariance[i * size + j]
        }
      }
      return { n, mean: shift.map((value, i) => value + (centre?.[i] ?? 0)), covariance }
    },
  }
}

/** Mean and covariance of rows held at once. */
export function momentsOf(rows: Float32Array, size: number): Moments {
  const sum = sumMoments(size)
  sum.add(rows)
  return sum.moments()
}

function meanRow(rows: Float32Array, size: number): Float64Array {
  const mean = new Float64Array(size)
  for (let i = 0; i < rows.length; i++) mean[i % size] += rows[i]
  return mean.map((value) => (value * size) / rows.length)
}
