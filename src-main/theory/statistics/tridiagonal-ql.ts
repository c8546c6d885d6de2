/** Eigenvalues of a symmetric tridiagonal matrix: the implicit QL iteration. */

const MAX_SWEEPS = 60

/**
 * Turns `d`, the diagonal, into the eigenvalues (in no order) by QL with Wilkinson's shift, Wilkinson & Reinsch 1971, "Linear
 * Algebra", II/3. `e[k]` couples k and k + 1, its last entry is free, and it is destroyed. Rows of `vectors` turn along. A coupling
 * counts as 0 where it is rounding beside its diagonal entries, or not above `negligible`.
 */
export function tridiagonalQl(
  d: Float64Array,
  e: Float64Array,
  { vectors = null, negligible = 0 }: { vectors?: Float64Array | null; negligible?: number } = {},
): void {
  const n = d.length
  e[n - 1] = 0
  const isNegligible = (k: number) =>
    Math.abs(e[k]) <= negligible || Math.abs(e[k]) <= Number.EPSILON * (Math.abs(d[k]) + Math.abs(d[k + 1]))
  for (let l = 0; l < n; l++) {
    for (let sweep = 0; ; sweep++) {
      let m = l
      while (m < n - 1 && !isNegligible(m)) m++
      if (m === l) break
      if (sweep === MAX_SWEEPS) throw new Error(`tridiagonalQl: no convergence at eigenvalue ${l}`)
      let g = (d[l + 1] - d[l]) / (2 * e[l])
      let r = Math.hypot(g, 1)
      g = d[m] - d[l] + e[l] / (g + (g >= 0 ? r : -r))
      let [s, c, p] = [1, 1, 0]
      let i = m - 1
      for (; i >= l; i--) {
        const f = s * e[i]
        const b = c * e[i]
        r = Math.hypot(f, g)
        e[i + 1] = r
        if (r === 0) {
          d[i + 1] -= p
          e[m] = 0
          break
        }
        s = f / r
        c = g / r
        g = d[i + 1] - p
        r = (d[i] - g) * s + 2 * c * b
        p = s * r
        d[i + 1] = g + p
        g = c * r - b
        if (vectors) rotate(vectors, i * n, (i + 1) * n, n, c, s)
      }
      if (r === 0 && i >= l) continue
      d[l] -= p
      e[l] = g
      e[m] = 0
    }
  }
}

function rotate(q: Float64Array, low: number, high: number, n: number, c: number, s: number): void {
  for (let k = 0; k < n; k++) {
    const f = q[high + k]
    q[high + k] = s * q[low + k] + c * f
    q[low + k] = c * q[low + k] - s * f
  }
}
