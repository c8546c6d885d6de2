/** The weights of UniPC: moments of the exponential integrator, matched by a Vandermonde system. */

/**
 * Right-hand side b_k = k! phi_{k + 1}(-h) (-h) / B, k = 1 .. count, with B = e^-h - 1 and phi_1(z) = (e^z - 1)/z, phi_{k+1}(z) = (phi_k(z) - 1/k!)/z. One value of a
 * predictor, and a corrector's only one, take 1/2 as in the authors' code (b_1 to leading order).
 */
export function uniWeights(h: number, count: number): number[] | 'half' {
  if (count === 1) return 'half'
  const z = -h
  const scale = Math.expm1(z)
  const moments: number[] = []
  let phi = scale / z - 1
  let factorial = 1
  for (let k = 1; k <= count; k++) {
    moments.push((phi * factorial) / scale)
    factorial *= k + 1
    phi = phi / z - 1 / factorial
  }
  return moments
}

/** a with sum_m a_m r_m^(k - 1) = b_k, by elimination: at most three by three. */
export function solved(ratios: readonly number[], moments: number[] | 'half'): number[] {
  if (moments === 'half') return [0.5]
  const size = ratios.length
  const rows = moments.map((moment, k) => [...ratios.map((r) => r ** k), moment])
  for (let pivot = 0; pivot < size; pivot++) {
    const best = rows
      .slice(pivot)
      .reduce((top, row, k) => (Math.abs(row[pivot]) > Math.abs(rows[top][pivot]) ? pivot + k : top), pivot)
    ;[rows[pivot], rows[best]] = [rows[best], rows[pivot]]
    for (let k = 0; k < size; k++) {
      if (k === pivot) continue
      const factor = rows[k][pivot] / rows[pivot][pivot]
      for (let c = pivot; c <= size; c++) rows[k][c] -= factor * rows[pivot][c]
    }
  }
  return rows.map((row, k) => row[size] / row[k])
}
