import { describe, expect, it } from 'vitest'
import { normals, STREAMS, uniforms } from '../noise/philox.ts'
import { largestDistance } from './largest-distance.ts'

const key = (step: number) => ({ seed: 3, stream: STREAMS.law, sample: 0, step })

function cloud(n: number, d: number): Float32Array {
  const x = new Float32Array(n * d)
  normals(key(0), x)
  return x
}

function bruteForce(x: Float32Array, n: number, d: number): number {
  let largest = 0
  for (let i = 0; i < n; i++)
    for (let j = 0; j < i; j++) {
      let sum = 0
      for (let k = 0; k < d; k++) sum += (x[i * d + k] - x[j * d + k]) ** 2
      largest = Math.max(largest, sum)
    }
  return Math.sqrt(largest)
}

describe('the largest distance', () => {
  const sets = {
    normal: cloud,
    'far from 0': (n: number, d: number) => cloud(n, d).map((value) => value + 1000),
    pixels: (n: number, d: number) => {
      const x = new Float32Array(n * d)
      uniforms(key(1), x)
      return x.map((value) => Math.max(0, 4 * value - 3))
    },
    'bright pixels': (n: number, d: number) => sets.pixels(n, d).map((value) => 1 - value),
    'one point': (n: number, d: number) => new Float32Array(n * d).fill(0.25),
  }
  it.each(Object.entries(sets))('is that of all pairs, of %s', (_, make) => {
    for (const [n, d] of [
      [2, 1],
      [41, 3],
      [300, 20],
      [200, 130],
    ]) {
      const x = make(n, d)
      const found = largestDistance(x, n, d)
      expect(found.max).toBeCloseTo(bruteForce(x, n, d), 10)
      expect(found).toMatchObject({ exact: true, upperBound: found.max })
      expect(found.compared).toBeLessThanOrEqual((n * (n - 1)) / 2)
    }
  })

  it('compares next to nothing when a few data lie far out', () => {
    const x = cloud(2000, 5).map((value, i) => (i < 10 ? 100 * value : value))
    expect(largestDistance(x, 2000, 5).compared).toBeLessThan(100)
  })

  it('says when the budget ended the search, and bounds what is left', () => {
    const x = cloud(300, 20)
    for (const budget of [0, 1000, 3000]) {
      const [whole, cut] = [largestDistance(x, 300, 20), largestDistance(x, 300, 20, budget)]
      expect(cut.exact).toBe(false)
      expect(cut.compared).toBeLessThan(whole.compared)
      expect(cut.max).toBeLessThanOrEqual(whole.max)
      expect(cut.upperBound).toBeGreaterThanOrEqual(whole.max)
    }
  })
})
