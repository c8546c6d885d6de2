/** Gauss–Legendre quadrature: exact for polynomials up to degree 2 n - 1. */

/** Nodes and weights on [-1, 1] by Newton's method on the Legendre polynomial P_n, from cos(pi (i + 3/4)/(n + 1/2)). */
function rule(n: number): { nodes: number[]; weights: number[] } {
  const nodes: number[] = []
  const weights: number[] = []
  for (let i = 0; i < n; i++) {
    let x = Math.cos((Math.PI * (i + 0.75)) / (n + 0.5))
    let slope = 1
    for (let round = 0; round < 50; round++) {
      let [p, before] = [x, 1]
      for (let k = 2; k <= n; k++) [p, before] = [((2 * k - 1) * x * p - (k - 1) * before) / k, p]
      slope = (n * (x * p - before)) / (x * x - 1)
      const change = p / slope
      x -= change
      if (Math.abs(change) < 1e-16) break
    }
    nodes.push(x)
    weights.push(2 / ((1 - x * x) * slope * slope))
  }
  return { nodes, weights }
}

const { nodes: NODES, weights: WEIGHTS } = rule(20)

/** int_from^to f, with 20 nodes. */
export function integral(f: (x: number) => number, from: number, to: number): number {
  const [middle, half] = [(from + to) / 2, (to - from) / 2]
  return half * NODES.reduce((sum, node, i) => sum + WEIGHTS[i] * f(middle + half * node), 0)
}
