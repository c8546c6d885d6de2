import { describe, expect, it } from 'vitest'
import { normals, STREAMS } from '#theory/noise/philox.ts'
import { bootstrapInterval, quantile } from './bootstrap.ts'
import { pairedTTest, signFlipTest } from './paired.ts'
import { summarise } from './summary.ts'

const A = [3.26, 3.51, 3.38, 3.8, 3.42, 3.66, 3.29, 3.58]
const B = [3.38, 3.55, 3.6, 3.78, 3.61, 3.7, 3.45, 3.57]

const draw = (n: number, sample: number) => {
  const z = new Float64Array(n)
  normals({ seed: 11, stream: STREAMS.law, sample, step: 0 }, z)
  return z
}
const pad = (values: Float64Array, shift: number) => Float64Array.from([...values, shift, shift, shift])
const meanOf = (values: ArrayLike<number>) => (indices: Uint32Array) =>
  indices.reduce((sum, i) => sum + values[i], 0) / indices.length

describe('a summary over seeds', () => {
  it("gives numpy's mean and sd and scipy's Student interval", () => {
    const summary = summarise(A)
    expect(summary.mean).toBeCloseTo(3.4875, 14)
    expect(summary.sd).toBeCloseTo(0.18645183215588343, 14)
    expect(summary.low).toBeCloseTo(3.33162236744149, 11)
    expect(summary.high).toBeCloseTo(3.6433776325585097, 11)
    expect([summary.min, summary.max]).toEqual([3.26, 3.8])
  })

  it('has no spread to report for one seed', () => {
    expect(summarise([2])).toMatchObject({ n: 1, mean: 2, sd: null, low: null })
    expect(() => summarise([])).toThrow(expect.objectContaining({ field: 'values' }))
    expect(() => summarise([1, NaN])).toThrow('not finite')
  })
})

describe('paired tests', () => {
  it("give scipy's t, p and interval, and its exact permutation p", () => {
    const t = pairedTTest(A, B)
    expect(t.t).toBeCloseTo(-2.831827477429491, 10)
    expect(t.pValue).toBeCloseTo(0.025339705173528182, 11)
    expect(t.low).toBeCloseTo(-0.16973907795077842, 11)
    expect(signFlipTest(A, B, { seed: 0 })).toMatchObject({ pValue: 0.03125, n: 8 })
  })

  it('agree between all patterns and drawn ones', () => {
    const [x, y] = [draw(18, 1), draw(18, 2).map((value) => value + 0.5)]
    const exact = signFlipTest(x, y, { seed: 0 }).pValue
    // Three pairs without a difference change nothing but the method.
    const drawn = signFlipTest(pad(x, 1), pad(y, 1), { seed: 0 })
    expect(drawn.method).toContain('20000')
    expect(Math.abs(drawn.pValue - exact)).toBeLessThan(0.01)
  })

  it('reject equal things as rarely as they say', () => {
    let [t, flips] = [0, 0]
    for (let r = 0; r < 1000; r++) {
      const [x, y] = [draw(8, 2 * r), draw(8, 2 * r + 1)]
      if (pairedTTest(x, y).pValue < 0.05) t += 1
      if (signFlipTest(x, y, { seed: r }).pValue <= 0.05) flips += 1
    }
    for (const rejected of [t, flips]) {
      expect(rejected).toBeGreaterThan(30)
      expect(rejected).toBeLessThan(70)
    }
  })

  it('need pairs', () => {
    expect(() => pairedTTest([1], [2])).toThrow(expect.objectContaining({ field: 'pairs' }))
    expect(() => signFlipTest([1, 2], [1], { seed: 0 })).toThrow(expect.objectContaining({ field: 'pairs' }))
    expect(() => pairedTTest([1, 2], [0, 1])).toThrow('sign-flip')
    expect(pairedTTest([1, 2], [1, 2]).pValue).toBe(1)
  })
})

describe('bootstrap intervals', () => {
  const skewed = Float64Array.from({ length: 30 }, (_, i) => Math.exp(1.2 * Math.sin(1.7 * (i + 1))))

  it("are scipy's, percentile and BCa, to Monte Carlo error", () => {
    // scipy.stats.bootstrap with 400,000 resamples.
    const options = { replicates: 20_000, seed: 1 }
    const percentile = bootstrapInterval(30, meanOf(skewed), { ...options, method: 'percentile' })
    expect(Math.abs(percentile.low - 1.0517)).toBeLessThan(0.012)
    expect(Math.abs(percentile.high - 1.816)).toBeLessThan(0.015)
    const bca = bootstrapInterval(30, meanOf(skewed), options)
    expect(Math.abs(bca.low - 1.0685)).toBeLessThan(0.012)
    expect(Math.abs(bca.high - 1.8367)).toBeLessThan(0.015)
  })

  it('cover the true mean in 90 to 98 % of samples of 40', () => {
    let covered = 0
    for (let r = 0; r < 250; r++) {
      const { low, high } = bootstrapInterval(40, meanOf(draw(40, r)), { replicates: 200, seed: r })
      if (low <= 0 && 0 <= high) covered += 1
    }
    expect(covered / 250).toBeGreaterThan(0.9)
    expect(covered / 250).toBeLessThan(0.98)
  })

  it('repeat themselves and are refused with the field at fault', () => {
    const once = bootstrapInterval(30, meanOf(skewed), { replicates: 200, seed: 3 })
    expect(bootstrapInterval(30, meanOf(skewed), { replicates: 200, seed: 3 })).toEqual(once)
    for (const [field, n, options] of [
      ['n', 1, {}],
      ['replicates', 9, { replicates: 1 }],
      ['confidence', 9, { confidence: 1 }],
    ] as const)
      expect(() => bootstrapInterval(n, meanOf(skewed), { seed: 0, ...options })).toThrow(
        expect.objectContaining({ field }),
      )
  })

  it('interpolate quantiles', () => {
    expect([0, 0.25, 0.5, 1].map((level) => quantile([1, 2, 3, 4], level))).toEqual([1, 1.75, 2.5, 4])
  })
})
