import { describe, expect, it } from 'vitest'
import { blurDistances, pathOfNodes, pathWithin } from './blur-path.ts'
import { shortestPath } from './shortest-path.ts'

/** Every way from the first node to the last, tried: the shortest by exhaustion. */
function byTrying(n: number, distance: (i: number, j: number) => number, longest: number): number {
  let best = Infinity
  for (let chosen = 0; chosen < 2 ** (n - 2); chosen++) {
    const inner = Array.from({ length: n - 2 }, (_, i) => i + 1).filter((i) => chosen & (1 << (i - 1)))
    const permuted = [0, ...inner, n - 1]
    const edges = permuted.slice(1).map((node, i) => distance(permuted[i], node))
    if (edges.every((edge) => edge <= longest)) best = Math.min(best, edges.reduce((a, b) => a + b, 0)) // prettier-ignore
  }
  return best
}

describe('the shortest path over candidates', () => {
  it('is the shortest of all that there are, for random points on a line of rising order', () => {
    let seed = 5
    const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647
    for (let trial = 0; trial < 60; trial++) {
      const n = 9
      let [x, y] = [0, 0]
      // Along a curve that only rises, so that going back never pays and trying rising orders tries all that matter.
      const points = Array.from({ length: n }, () => [(x += random()), (y += random())])
      const distance = (i: number, j: number) => Math.hypot(points[i][0] - points[j][0], points[i][1] - points[j][1])
      const longest = 0.3 + 4 * random()
      const nodes = shortestPath(n, distance, longest)
      const expected = byTrying(n, distance, longest)
      const cost = nodes ? nodes.slice(1).reduce((sum, to, i) => sum + distance(nodes[i], to), 0) : Infinity
      if (expected === Infinity) expect(cost).toBe(Infinity)
      else expect(cost).toBeCloseTo(expected, 10)
    }
  })

  const spectrum = [1, 0.5, 0.1, 0.01]
  it('measures W2 between blurred Gaussians, by moments', () => {
    const distances = blurDistances(spectrum, 32, [0, 1, 4])
    const c = (k: number, b: number) => Math.exp(-2 * (Math.PI * k * b) ** 2 / 32 ** 2) // prettier-ignore
    const expected = Math.sqrt(spectrum.reduce((sum, v, k) => sum + v * (c(k, 1) - c(k, 4)) ** 2, 0))
    expect(distances(1, 2)).toBeCloseTo(expected, 12)
    expect(distances(2, 1)).toBeCloseTo(expected, 12)
  })

  it('has the nodes that are asked for, no edge above epsilon, and no less than the direct distance', () => {
    const levels = Array.from({ length: 256 }, (_, i) => (i * 18) / 255)
    const distances = blurDistances(spectrum, 32, levels)
    for (const wanted of [5, 16, 32]) {
      const { nodes, cost, direct, epsilon } = pathOfNodes(256, distances, wanted)
      expect(nodes).toHaveLength(wanted)
      expect([nodes[0], nodes.at(-1)]).toEqual([0, 255])
      nodes.slice(1).forEach((node, i) => expect(distances(nodes[i], node)).toBeLessThanOrEqual(epsilon))
      expect(cost).toBeGreaterThanOrEqual(direct * (1 - 1e-12))
      expect(pathWithin(256, distances, epsilon * 0.999).nodes.length).toBeGreaterThan(wanted)
    }
  })

  it('goes straight where it may, through every candidate where it must, and names an epsilon that has a path', () => {
    const distances = blurDistances(spectrum, 32, [0, 1, 2, 3, 4])
    expect(pathWithin(5, distances, 10).nodes).toEqual([0, 4])
    expect(pathOfNodes(5, distances, 32).nodes).toEqual([0, 1, 2, 3, 4])
    expect(() => pathWithin(5, distances, 0.001)).toThrow(expect.objectContaining({ field: 'epsilon' }))
  })
})
