import { describe, expect, it } from 'vitest'
import { STREAMS, uniforms } from '#theory/noise/philox.ts'
import { chiSquaredTest, homogeneityTest } from './chi-squared.ts'
import { normalQuantile } from './normal.ts'
import { classProportions, clopperPearson } from './proportions.ts'

/** Multinomial counts of n draws, from the seeded uniforms of one key. */
function drawCounts(shares: number[], n: number, sample: number): number[] {
  const u = new Float64Array(n)
  uniforms({ seed: 7, stream: STREAMS.law, sample, step: 0 }, u)
  const counts = shares.map(() => 0)
  for (const value of u) {
    let [k, sum] = [0, shares[0]]
    while (value >= sum && k < shares.length - 1) sum += shares[++k]
    counts[k] += 1
  }
  return counts
}

/** How often all intervals hold their true shares, the interval of each count worked out once. */
function coverage(
  shares: number[],
  n: number,
  repeats: number,
  interval: (count: number) => { low: number; high: number },
) {
  const table = Array.from({ length: n + 1 }, (_, count) => interval(count))
  let held = 0
  for (let r = 0; r < repeats; r++)
    if (drawCounts(shares, n, r).every((count, k) => table[count].low <= shares[k] && shares[k] <= table[count].high))
      held += 1
  return held / repeats
}

const MNIST = [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949].map((count) => count / 60000)
const RARE = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.312]

describe('class proportions', () => {
  it("are Clopper-Pearson's limits as scipy gives them", () => {
    for (const [count, low, high] of [
      [3, 0.0006596446635960315, 0.029389818104942723],
      [40, 0.062457127506317954, 0.14907655175448367],
      [399, 0.9796541528661744, 0.9999937421940348],
      [0, 0, 1 - 0.0025 ** (1 / 400)],
      [400, 0.0025 ** (1 / 400), 1],
    ]) {
      const interval = clopperPearson(count, 400, 0.005)
      expect(interval.low).toBeCloseTo(low, 11)
      expect(interval.high).toBeCloseTo(high, 11)
    }
  })

  it('share the error among the classes and add up to 1', () => {
    const { classes, n } = classProportions([3, 40, 0, 57, 100, 50, 50, 50, 25, 25])
    expect(n).toBe(400)
    expect(classes[1]).toEqual({ count: 40, share: 0.1, ...clopperPearson(40, 400, (1 - 0.95) / 10) })
    expect(classes.reduce((sum, c) => sum + c.share, 0)).toBeCloseTo(1, 14)
    expect(classes[2].high).toBeGreaterThan(0)
  })

  it('hold all true shares at once in at least 95 % of simulations, and in at most 98 %, rare classes included', () => {
    for (const [shares, n] of [
      [MNIST, 400],
      [MNIST, 1000],
      [RARE, 400],
    ] as const) {
      const held = coverage([...shares], n, 3000, (count) => clopperPearson(count, n, 0.005))
      // 3,000 repeats: a standard error of 0.4 points at 95 %.
      expect(held).toBeGreaterThan(0.95)
      expect(held).toBeLessThan(0.98)
    }
  })

  it("would miss rare classes with Goodman's intervals, which is why they are not used", () => {
    const n = 100
    const z = normalQuantile(1 - 0.05 / 20)
    const goodman = (count: number) => {
      const [p, w] = [count / n, (z * z) / n]
      const half = Math.sqrt(w * p * (1 - p) + (w * w) / 4)
      return { low: (p + w / 2 - half) / (1 + w), high: (p + w / 2 + half) / (1 + w) }
    }
    expect(coverage(RARE, n, 2000, goodman)).toBeLessThan(0.87)
    expect(coverage(RARE, n, 2000, (count) => clopperPearson(count, n, 0.005))).toBeGreaterThan(0.95)
  })

  it('refuse what is no list of counts', () => {
    for (const counts of [[], [0, 0], [1, -1], [1.5], [NaN, 3]])
      expect(() => classProportions(counts)).toThrow(expect.objectContaining({ field: 'counts' }))
    expect(() => classProportions([1, 2], 1)).toThrow(expect.objectContaining({ field: 'confidence' }))
  })
})

describe("Pearson's test", () => {
  it('gives the statistic and p-value of scipy.stats.chisquare', () => {
    const even = chiSquaredTest([43, 52, 60, 45], [1, 1, 1, 1])
    expect(even.statistic).toBeCloseTo(3.56, 12)
    expect(even.pValue).toBeCloseTo(0.3130632920462872, 12)
    const digits = chiSquaredTest([102, 88, 110, 95, 105, 99, 101, 120, 90, 90], MNIST)
    expect(digits.statistic).toBeCloseTo(12.283897179467397, 10)
    expect(digits.pValue).toBeCloseTo(0.19777358717874052, 11)
    expect(digits).toMatchObject({ df: 9, smallestExpected: expect.closeTo(90.35, 2) })
  })

  it('rejects true shares about as often as it says', () => {
    let rejected = 0
    for (let r = 0; r < 2000; r++) if (chiSquaredTest(drawCounts(MNIST, 400, r), MNIST).pValue < 0.05) rejected += 1
    expect(rejected / 2000).toBeGreaterThan(0.035)
    expect(rejected / 2000).toBeLessThan(0.065)
  })

  it('leaves out classes that cannot occur and refuses them when they do', () => {
    expect(chiSquaredTest([10, 0, 12], [1, 0, 1]).df).toBe(1)
    expect(() => chiSquaredTest([10, 1, 12], [1, 0, 1])).toThrow('reference share is 0')
    expect(() => chiSquaredTest([10, 1], [1, 1, 1])).toThrow(expect.objectContaining({ field: 'shares' }))
    expect(() => chiSquaredTest([0, 0], [1, 1])).toThrow(expect.objectContaining({ field: 'counts' }))
  })
})

describe('homogeneity of two samples of counts', () => {
  it('is scipy.stats.chi2_contingency([[7, 0, 12], [3, 0, 18]] without its empty column, correction=False) (1.17.1)', () => {
    const { statistic, df, pValue, smallestExpected } = homogeneityTest([7, 0, 12], [3, 0, 18])
    expect(statistic).toBeCloseTo(2.7067669172932334, 13)
    expect(pValue).toBeCloseTo(0.0999233185159334, 13)
    expect([df, smallestExpected]).toEqual([1, 4.75])
  })
  it('comes to the test against known shares as the second sample grows', () => {
    const counts = [43, 52, 60, 45]
    const known = chiSquaredTest(counts, [1, 1, 1, 1])
    const large = homogeneityTest(counts, [1e8, 1e8, 1e8, 1e8])
    expect(Math.abs(large.statistic - known.statistic)).toBeLessThan(1e-5)
  })
  it('refuses what cannot be tested', () => {
    expect(() => homogeneityTest([1, 2], [1])).toThrow('2 counts in one sample but 1 in the other')
    expect(() => homogeneityTest([1, 0], [1, 0])).toThrow('at least two classes that occur')
  })
})
