import { describe, expect, it } from 'vitest'
import { pairedProportionTest, proportionTest, twoProportionTest } from './exact-counts.ts'
import { shareSpread, spreadDifference } from './share-spread.ts'
import { STREAMS, uniforms } from '#theory/noise/philox.ts'

describe('exact tests of counts', () => {
  it("give scipy.stats.fisher_exact's p and Newcombe's interval from scipy's Wilson limits", () => {
    for (const [first, n, second, m, p, low, high] of [
      [3, 40, 11, 38, 0.018202994251657313, -0.38003931092791243, -0.04256220387044152],
      [0, 50, 7, 60, 0.01527542079262647, -0.2217878802417086, -0.02409109578222117],
      [12, 300, 31, 300, 0.003912976819512577, -0.1064236282886381, -0.022187434342169937],
      [480, 1000, 430, 1000, 0.027761553058063188, 0.006354494259635336, 0.09337712679261703],
      [5000, 10000, 5200, 10000, 0.004878795768906845, -0.03384540821573539, -0.006143735018147953],
      [1, 5, 5, 5, 0.047619047619047616, -0.9637758913675698, -0.19259086051089158],
    ]) {
      const test = twoProportionTest(first, n, second, m)
      expect(test.pValue).toBeCloseTo(p, 11)
      expect(test.low).toBeCloseTo(low, 11)
      expect(test.high).toBeCloseTo(high, 11)
      expect(twoProportionTest(second, m, first, n).pValue).toBeCloseTo(p, 11)
    }
    expect(twoProportionTest(0, 9, 0, 7).pValue).toBe(1)
  })

  it("give scipy.stats.binomtest's p and exact interval", () => {
    for (const [count, n, share, p, low, high] of [
      [3, 20, 0.5, 0.0025768280029296875, -0.46792906281445523, -0.12107317345470436],
      [17, 400, 0.0424, 1, -0.017450380797843824, 0.024776114438705137],
      [0, 30, 0.1, 0.0682179469371261, -0.1, 0.015703308222027423],
      [250, 5000, 0.0424, 0.009351173805328291, 0.001723243979991046, 0.014008913242178879],
      [10, 10, 0.5, 0.001953125, 0.19150289218123706, 0.5],
    ]) {
      const test = proportionTest(count, n, share)
      expect(test.pValue).toBeCloseTo(p, 11)
      expect(test.low).toBeCloseTo(low, 10)
      expect(test.high).toBeCloseTo(high, 10)
    }
  })

  it('of one set judged twice ask only where the judges differ', () => {
    // 3 and 17 of 20 unlike: the binomial test of 3 in 20 at 1/2, above.
    const test = pairedProportionTest(3, 17, 400)
    expect(test.pValue).toBeCloseTo(0.0025768280029296875, 12)
    expect(test.difference).toBe(-14 / 400)
    expect(test.low).toBeCloseTo((2 * -0.46792906281445523 * 20) / 400, 10)
    expect(test.high).toBeCloseTo((2 * -0.12107317345470436 * 20) / 400, 10)
    expect(pairedProportionTest(0, 0, 10)).toMatchObject({ pValue: 1, difference: 0, low: 0, high: 0 })
  })

  it('refuse what is no count', () => {
    for (const [first, n, second, m] of [
      [3, 2, 1, 2],
      [1.5, 2, 1, 2],
      [0, 0, 1, 2],
    ])
      expect(() => twoProportionTest(first, n, second, m)).toThrow(expect.objectContaining({ field: 'counts' }))
    expect(() => proportionTest(1, 2, 0)).toThrow(expect.objectContaining({ field: 'share' }))
  })
})

describe('the spread of class shares', () => {
  const draw = (shares: number[], n: number, sample: number) => {
    const u = new Float64Array(n)
    uniforms({ seed: 41, stream: STREAMS.law, sample, step: 0 }, u)
    return Array.from(u, (value) => {
      let [k, sum] = [0, shares[0]]
      while (value >= sum && k < shares.length - 1) sum += shares[++k]
      return k
    })
  }
  const even = Array.from({ length: 10 }, () => 0.1)
  const oneLarge = [0.15, 0.05, ...Array.from({ length: 8 }, () => 0.1)]
  const fiveLarge = [0.15, 0.15, 0.15, 0.15, 0.15, 0.05, 0.05, 0.05, 0.05, 0.05]

  it('is the largest share less the smallest, classes without a sample included', () => {
    expect(shareSpread([0, 0, 0, 1], 2, { seed: 0, draws: 99 }).estimate).toBeCloseTo(0.5, 14)
    expect(shareSpread([0, 0, 0, 1], 3, { seed: 0, draws: 99 }).estimate).toBeCloseTo(0.75, 14)
    expect(() => shareSpread([0, 3], 3, { seed: 0 })).toThrow(expect.objectContaining({ field: 'labels' }))
  })

  it('has an interval that holds in 92 % of trials or more, even classes included, where a plain bootstrap never does', () => {
    for (const [shares, truth] of [
      [even, 0],
      [oneLarge, 0.1],
    ] as const) {
      const held = Array.from({ length: 80 }, (_, r) => {
        const { low, high } = shareSpread(draw([...shares], 200, r), 10, { seed: r, draws: 199 })
        return low <= truth + 1e-12 && truth <= high + 1e-12
      })
      expect(held.filter(Boolean).length).toBeGreaterThan(73)
    }
  })

  it('differs rarely between laws of one spread, unlike in shape, and surely where it differs by .25', () => {
    const pValue = (one: number[], two: number[], r: number) =>
      spreadDifference(draw(one, 200, 2 * r), draw(two, 200, 2 * r + 1), 10, { seed: r, draws: 199 }).pValue
    const alarms = Array.from({ length: 60 }, (_, r) => pValue(oneLarge, fiveLarge, r)).filter((p) => p <= 0.05)
    expect(alarms.length).toBeLessThan(6)
    const uneven = [0.3, 0.02, 0.02, 0.02, 0.1, 0.14, 0.1, 0.1, 0.1, 0.1]
    const found = Array.from({ length: 20 }, (_, r) => pValue(uneven, even, 200 + r)).filter((p) => p <= 0.01)
    expect(found.length).toBeGreaterThan(13)
  })
})
