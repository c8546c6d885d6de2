import { describe, expect, it } from 'vitest'
import { gaussianErrors } from '../errors/gaussian-errors.ts'
import { gridOfDensity, gridOfMasses } from './density-grid.ts'
import { gitsGrid, ossGrid } from './gaussian-teacher.ts'
import { shortestPath } from './shortest-path.ts'

describe('shortest path', () => {
  it('is the least of all paths with as many edges, tried one by one', () => {
    const n = 8
    const cost = Array.from({ length: n }, (_, i) =>
      Array.from({ length: n }, (_unused, j) =>
        j > i ? ((i * 7 + j * 13 + i * j * 5) % 17) + (j - i) ** 2 : Infinity,
      ),
    )
    const paths = (from: number, edges: number): number[][] =>
      edges === 0
        ? from === n - 1
          ? [[from]]
          : []
        : Array.from({ length: n - 1 - from }, (_, k) => from + 1 + k).flatMap((to) =>
            paths(to, edges - 1).map((rest) => [from, ...rest]),
          )
    const price = (path: readonly number[]) => path.slice(1).reduce((sum, to, k) => sum + cost[path[k]][to], 0)
    for (const edges of [1, 2, 3, 5, 7]) {
      const least = Math.min(...paths(0, edges).map(price))
      const found = shortestPath(cost, edges)
      expect(found).toHaveLength(edges + 1)
      expect([found[0], found.at(-1)]).toEqual([0, n - 1])
      expect(price(found)).toBe(least)
    }
    expect(() => shortestPath(cost, 8)).toThrow(/teacher of 7/)
  })

  it('refuses a teacher whose every path breaks off', () => {
    expect(() => shortestPath([[Infinity, Infinity, NaN], [Infinity, Infinity, Infinity], []], 1)).toThrow(/not finite/)
  })
})

describe('grids chosen from a teacher', () => {
  const spectrum = Float64Array.of(4, 0.3, 0.01)
  const question = {
    law: { spectrum, weights: new Float64Array(3).fill(1) },
    stepping: 'euler',
    levels: 3,
    sigmaMax: 20,
    sigmaMin: 0.01,
  } as const
  const w2 = (sigmas: Float64Array) =>
    gaussianErrors({
      spectrum,
      process: { family: 'edm', sigmaMax: 20 },
      scheme: 'euler',
      times: [...sigmas, 0],
      start: 'exact',
    }).w2

  it('come within 5 % of the best pair of inner levels of a fine mesh', () => {
    let least = Infinity
    const mesh = Array.from({ length: 80 }, (_, i) => 20 * (0.005 / 20) ** ((i + 1) / 81))
    mesh.forEach((a, i) => mesh.slice(i + 1).forEach((b) => (least = Math.min(least, w2(Float64Array.of(20, a, b))))))
    expect(w2(ossGrid(question))).toBeLessThan(least * 1.05)
    expect(w2(gitsGrid(question))).toBeLessThan(least * 1.2)
  })
})

describe('levels of a density', () => {
  it('are geometric for 1/sigma and even for a constant, with the ends assigned', () => {
    const ends = { levels: 7, sigmaMax: 50, sigmaMin: 0.02 }
    gridOfDensity((sigma) => 1 / sigma, ends).forEach((sigma, k) =>
      expect(sigma / (50 * (0.02 / 50) ** (k / 6))).toBeCloseTo(1, 5),
    )
    const even = gridOfDensity(() => 3, ends)
    even.forEach((sigma, k) => expect(sigma).toBeCloseTo(50 + (0.02 - 50) * (k / 6), 8))
    expect([even[0], even[6]]).toEqual([50, 0.02])
  })

  it('skip cells without mass and refuse a density that is nowhere positive', () => {
    expect(Array.from(gridOfMasses(Float64Array.of(4, 3, 2, 1), [1, 0, 1], 3))).toEqual([4, 3, 1])
    expect(() => gridOfDensity(() => 0, { levels: 3, sigmaMax: 1, sigmaMin: 0.1 })).toThrow(/nothing here asks/)
  })
})
