/** Optimal transport between two sets of equally many points, each of equal weight, by Sinkhorn's iteration in the log domain. */

export type Transport = {
  /** <P, cost>: what the regularised plan costs, at least that of the best assignment. */
  cost: number
  /** Largest |row sum of P - 1/n| times n, after the last iteration. */
  misfit: number
  iterations: number
}

type Options = {
  /** Last regularisation, as a share of the mean cost. */
  blur?: number
  /** Largest misfit of the marginals at which it stops. */
  tolerance?: number
  most?: number
}

/**
 * Entropic optimal transport (Cuturi 2013, arXiv:1306.0895) with the regularisation halved from the largest cost down to `blur`
 * times the mean, each time from the potentials before, which a small regularisation would take thousands of rounds to find.
 * `cost` is [n, n], row by row, finite and at least 0.
 */
export function sinkhorn(cost: Float64Array, { blur = 2e-3, tolerance = 0.02, most = 2000 }: Options = {}): Transport {
  const n = Math.round(Math.sqrt(cost.length))
  const mean = cost.reduce((sum, value) => sum + value, 0) / cost.length
  if (mean === 0) return { cost: 0, misfit: 0, iterations: 0 }
  const transposed = cost.map((_, at) => cost[(at % n) * n + Math.floor(at / n)])
  const [f, g] = [new Float64Array(n), new Float64Array(n)]
  const last = blur * mean
  let epsilon = cost.reduce((largest, value) => Math.max(largest, value), 0)
  let [iterations, misfit] = [0, Infinity]
  for (;;) {
    epsilon = Math.max(epsilon / 2, last)
    // On the way down it is enough to be near; the last one is brought to the tolerance.
    const enough = epsilon > last ? 0.1 : tolerance
    misfit = Infinity
    for (let round = 0; misfit > enough && iterations < most; round++) {
      iterations++
      update(f, cost, g, epsilon, n)
      misfit = update(g, transposed, f, epsilon, n)
    }
    if (epsilon === last) break
  }
  let total = 0
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++)
      total += (cost[i * n + j] * Math.exp((f[i] + g[j] - cost[i * n + j]) / epsilon)) / n ** 2
  return { cost: total, misfit, iterations }
}

/** f_i = -epsilon ln mean_j exp((g_j - cost_ij)/epsilon); by how much, relatively, the marginal had been missed. */
function update(f: Float64Array, cost: Float64Array, g: Float64Array, epsilon: number, n: number): number {
  let misfit = 0
  for (let i = 0; i < n; i++) {
    const row = i * n
    let largest = -Infinity
    for (let j = 0; j < n; j++) largest = Math.max(largest, g[j] - cost[row + j])
    let sum = 0
    for (let j = 0; j < n; j++) sum += Math.exp((g[j] - cost[row + j] - largest) / epsilon)
    const next = -largest - epsilon * Math.log(sum / n)
    misfit = Math.max(misfit, Math.abs(Math.expm1((f[i] - next) / epsilon)))
    f[i] = next
  }
  return misfit
}

/** |a_i - b_j|^2 of two batches of n points of d numbers each, row by row. */
export function squaredDistances(a: Float64Array, b: Float64Array, n: number): Float64Array {
  const d = a.length / n
  const norms = (points: Float64Array) =>
    Float64Array.from({ length: n }, (_, i) => points.subarray(i * d, (i + 1) * d).reduce((sum, x) => sum + x * x, 0))
  const [left, right] = [norms(a), norms(b)]
  const out = new Float64Array(n * n)
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) {
      let dot = 0
      for (let k = 0; k < d; k++) dot += a[i * d + k] * b[j * d + k]
      out[i * n + j] = Math.max(0, left[i] + right[j] - 2 * dot)
    }
  return out
}
