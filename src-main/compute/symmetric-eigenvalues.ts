/** Eigenvalues of a symmetric matrix in plain float64, for machines without TensorFlow. */

/**
 * Householder's reduction to tridiagonal form, then the QL iteration with implicit shifts (Bowdler, Martin, Reinsch and Wilkinson
 * 1968, Numer. Math. 11; values only). Errors are of the order of 1e-16 d |A|. `matrix` [d, d] is overwritten; largest first.
 */
export function symmetricEigenvalues(matrix: Float64Array, d: number): Float64Array {
  const { diagonal, beside } = tridiagonalise(matrix, d)
  iterateQl(diagonal, beside)
  return diagonal.toSorted((a, b) => b - a)
}

/**
 * For k from the last row up: A <- H A H with H = 1 - u u^T / h, u chosen so that row k keeps only its diagonal and the element
 * beside it. Only the lower triangle is read and written.
 */
function tridiagonalise(a: Float64Array, d: number): { diagonal: Float64Array; beside: Float64Array } {
  const diagonal = new Float64Array(d)
  const beside = new Float64Array(d)
  const p = new Float64Array(d)
  for (let k = d - 1; k > 0; k--) {
    const u = a.subarray(k * d, k * d + k)
    let squares = 0
    for (const value of u) squares += value * value
    const last = u[k - 1]!
    // A row that is tridiagonal already, or so nearly that its squares vanish, needs no reflection.
    if (squares - last * last <= 1e-300) {
      beside[k] = last
      continue
    }
    const norm = last > 0 ? -Math.sqrt(squares) : Math.sqrt(squares)
    const h = squares - last * norm
    beside[k] = norm
    u[k - 1] = last - norm
    // p = A u / h, from the lower triangle alone, row by row
    p.fill(0, 0, k)
    for (let i = 0; i < k; i++) {
      const row = i * d
      const ui = u[i]!
      let sum = a[row + i]! * ui
      for (let j = 0; j < i; j++) {
        sum += a[row + j]! * u[j]!
        p[j]! += a[row + j]! * ui
      }
      p[i]! += sum
    }
    let up = 0
    for (let i = 0; i < k; i++) up += u[i]! * (p[i]! /= h)
    const half = up / (2 * h)
    for (let i = 0; i < k; i++) p[i]! -= half * u[i]!
    for (let i = 0; i < k; i++) {
      const [row, ui, pi] = [i * d, u[i]!, p[i]!]
      for (let j = 0; j <= i; j++) a[row + j]! -= ui * p[j]! + pi * u[j]!
    }
  }
  for (let k = 0; k < d; k++) diagonal[k] = a[k * d + k]!
  return { diagonal, beside }
}

/** Turns the diagonal into the eigenvalues by Givens rotations; `beside[k]` couples k - 1 and k. */
function iterateQl(diagonal: Float64Array, beside: Float64Array) {
  const d = diagonal.length
  beside.copyWithin(0, 1)
  beside[d - 1] = 0
  for (let low = 0; low < d; low++) {
    for (let round = 0; ; round++) {
      let high = low
      while (high < d - 1 && !isNegligible(beside[high]!, diagonal[high]!, diagonal[high + 1]!)) high++
      if (high === low) break
      if (round === 60) throw new Error('the eigenvalues of a matrix did not converge')
      // Wilkinson's shift, from the leading 2 x 2 block
      let g = (diagonal[low + 1]! - diagonal[low]!) / (2 * beside[low]!)
      g = diagonal[high]! - diagonal[low]! + beside[low]! / (g + Math.sign(g || 1) * Math.hypot(g, 1))
      let [sine, cosine, carried] = [1, 1, 0]
      let i = high - 1
      for (; i >= low; i--) {
        const f = sine * beside[i]!
        const b = cosine * beside[i]!
        const r = Math.hypot(f, g)
        beside[i + 1] = r
        if (r === 0) {
          diagonal[i + 1]! -= carried
          beside[high] = 0
          break
        }
        sine = f / r
        cosine = g / r
        g = diagonal[i + 1]! - carried
        const t = (diagonal[i]! - g) * sine + 2 * cosine * b
        carried = sine * t
        diagonal[i + 1] = g + carried
        g = cosine * t - b
      }
      if (i >= low) continue
      diagonal[low]! -= carried
      beside[low] = g
      beside[high] = 0
    }
  }
}

const isNegligible = (coupling: number, a: number, b: number) =>
  Math.abs(coupling) <= Number.EPSILON * (Math.abs(a) + Math.abs(b))
