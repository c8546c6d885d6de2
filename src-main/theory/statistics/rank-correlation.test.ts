import { describe, expect, it } from 'vitest'
import { normals } from '../noise/philox.ts'
import { spearman } from './rank-correlation.ts'

describe("Spearman's rank correlation", () => {
  // scipy.stats.spearmanr of these: 0.6786516..., p = 0.0442...
  const a = [106, 86, 100, 101, 99, 103, 97, 113, 112, 110]
  const b = [7, 0, 27, 50, 28, 29, 20, 12, 6, 17]

  it('is the textbook value of IQ against hours, and its p by t', () => {
    const { value, pValue, n } = spearman(a, b)
    // 1 - 6 sum d^2 / (n (n^2 - 1)) with sum d^2 = 194.
    expect(value).toBeCloseTo(1 - (6 * 194) / 990, 12)
    expect(pValue).toBeCloseTo(0.6271884, 5)
    expect(n).toBe(10)
  })

  it('gives ties their mean rank', () => {
    // Ranks 1, 2.5, 2.5, 4 against 1, 2, 3, 4: Pearson's 4.5 / sqrt(4.5 * 5).
    expect(spearman([1, 2, 2, 9], [1, 2, 3, 4]).value).toBeCloseTo(Math.sqrt(0.9), 12)
  })

  it('is 1 of what rises together, whatever the shape, and -1 turned round', () => {
    const x = [1, 2, 3, 4, 5]
    expect(spearman(x, x.map(Math.exp)).value).toBeCloseTo(1, 12)
    expect(
      spearman(
        x,
        x.map((value) => -(value ** 3)),
      ).value,
    ).toBeCloseTo(-1, 12)
  })

  it('has an interval that holds the rank correlation of a normal law in 95 of 100 draws', () => {
    const rho = 0.5
    // Of a bivariate normal: 6/pi asin(rho/2) (Pearson 1907).
    const true_ = (6 / Math.PI) * Math.asin(rho / 2)
    const z = new Float64Array(200)
    let held = 0
    for (let sample = 0; sample < 400; sample++) {
      normals({ seed: 8, stream: 1, sample, step: 0 }, z)
      const [x, y] = [
        z.subarray(0, 100),
        z.subarray(100).map((value, i) => rho * z[i] + Math.sqrt(1 - rho ** 2) * value),
      ]
      const { low, high } = spearman(x, y)
      if (low <= true_ && true_ <= high) held++
    }
    expect(held / 400).toBeGreaterThan(0.925)
    expect(held / 400).toBeLessThan(0.98)
  })

  it('needs four pairs', () => expect(() => spearman([1, 2, 3], [1, 2, 3])).toThrow('needs 4 pairs'))
})
