import { describe, expect, it } from 'vitest'
import { normals } from '../noise/philox.ts'
import { sinkhorn, squaredDistances } from './sinkhorn.ts'

/** The cheapest assignment, by the Hungarian method with potentials (Kuhn 1955, in O(n^3)): exact. */
function assignment(cost: Float64Array, n: number): number {
  const [u, v] = [new Float64Array(n + 1), new Float64Array(n + 1)]
  const [taken, way] = [new Int32Array(n + 1), new Int32Array(n + 1)]
  for (let i = 1; i <= n; i++) {
    taken[0] = i
    let j0 = 0
    const least = new Float64Array(n + 1).fill(Infinity)
    const used = new Uint8Array(n + 1)
    do {
      used[j0] = 1
      const i0 = taken[j0]
      let [delta, j1] = [Infinity, 0]
      for (let j = 1; j <= n; j++) {
        if (used[j]) continue
        const reduced = cost[(i0 - 1) * n + j - 1] - u[i0] - v[j]
        if (reduced < least[j]) [least[j], way[j]] = [reduced, j0]
        if (least[j] < delta) [delta, j1] = [least[j], j]
      }
      for (let j = 0; j <= n; j++)
        if (used[j]) {
          u[taken[j]] += delta
          v[j] -= delta
        } else least[j] -= delta
      j0 = j1
    } while (taken[j0] !== 0)
    while (j0) {
      const j1 = way[j0]
      taken[j0] = taken[j1]
      j0 = j1
    }
  }
  let total = 0
  for (let j = 1; j <= n; j++) total += cost[(taken[j] - 1) * n + j - 1]
  return total / n
}

function points(n: number, d: number, sample: number): Float64Array {
  const values = new Float32Array(n * d)
  normals({ seed: 3, stream: 0, sample, step: 0 }, values)
  return Float64Array.from(values)
}

describe('Sinkhorn', () => {
  it('the reference itself finds the sorted pairing on a line', () => {
    const [a, b] = [points(64, 1, 5), points(64, 1, 6)]
    const sorted = (list: Float64Array) => [...list].toSorted((x, y) => x - y)
    const paired = sorted(a).reduce((sum, x, i) => sum + (x - sorted(b)[i]) ** 2 / 64, 0)
    expect(assignment(squaredDistances(a, b, 64), 64)).toBeCloseTo(paired, 10)
  })

  it.each([2, 64])('is within one percent of the exact assignment on 256 points in %i dimensions', (d) => {
    const n = 256
    const [a, b] = [points(n, d, 0), points(n, d, 1).map((x) => 0.7 * x + 0.5)]
    const cost = squaredDistances(a, b, n)
    const { cost: found, misfit } = sinkhorn(cost)
    const exact = assignment(cost, n)
    expect(Math.abs(found / exact - 1)).toBeLessThan(0.01)
    expect(misfit).toBeLessThanOrEqual(0.02)
  })

  it('costs nothing between a batch and itself', () => {
    const a = points(64, 8, 2)
    const cost = squaredDistances(a, a, 64)
    expect(sinkhorn(cost).cost / (cost.reduce((sum, x) => sum + x, 0) / 64 ** 2)).toBeLessThan(1e-3)
  })
})
