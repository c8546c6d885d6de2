import { describe, expect, it } from 'vitest'
import { normals, STREAMS } from '#theory/noise/philox.ts'
import type { Features } from './features.ts'
import { factored, type Factored, frechetBetween, frechetOfFeatures } from './frechet-features.ts'
import { frechetLine } from './frechet-infinity.ts'
import { frechetError, frechetInfluence, normalInterval, transportOf } from './frechet-influence.ts'
import { summarise } from './summary.ts'
import { knownFeatures } from './testing/known-features.ts'

const [A, B] = [knownFeatures(60, 8, 1), knownFeatures(50, 8, 4)]

/** n rows of N(mean, diag(std^2)), fresh for every `sample`. */
function gaussian(n: number, sample: number, mean: number[], std: number[]): Features {
  const d = mean.length
  const rows = new Float64Array(n * d)
  normals({ seed: 31, stream: STREAMS.law, sample, step: 0 }, rows)
  return { rows: rows.map((z, at) => mean[at % d] + std[at % d] * z), d, name: 'gaussian' }
}

describe('the line to infinite n', () => {
  it('is the least-squares line of its points, the first of which is the distance of all rows', async () => {
    const line = (await frechetLine(A, B))!
    expect(line.points.map(({ n, nReference, sets }) => [n, nReference, sets])).toEqual([
      [60, 50, 1],
      [40, 32, 3],
      [30, 25, 2],
    ])
    expect(line.points[0].distance).toBeCloseTo(3.582182517313056, 11)
    const residuals = line.points.map(({ n, distance }) => distance - line.value - line.slope / n)
    expect(Math.abs(residuals.reduce((sum, value) => sum + value, 0))).toBeLessThan(1e-12)
    expect(Math.abs(residuals.reduce((sum, value, k) => sum + value / line.points[k].n, 0))).toBeLessThan(1e-12)
    expect(line).toMatchObject({ grows: 'both', straight: true })
    expect(await frechetLine(A, B)).toEqual(line)
    expect((await frechetLine(A, B, { seed: 1 }))!.points[1]).not.toEqual(line.points[1])
  })

  it('has more points where rows are many, holds a reference of moments, and says where it is not straight', async () => {
    const many = await frechetLine(knownFeatures(200, 2, 1), factored(knownFeatures(200, 2, 4)))
    expect(many!.points.map(({ n, sets }) => [n, sets])).toEqual([
      [200, 1],
      [132, 3],
      [100, 2],
      [66, 3],
      [50, 4],
      [40, 5],
    ])
    expect(many).toMatchObject({
      grows: 'samples',
      points: expect.arrayContaining([expect.objectContaining({ nReference: null })]),
    })
    expect(await frechetLine(knownFeatures(30, 40, 1), knownFeatures(30, 40, 4))).toMatchObject({ straight: false })
    expect(await frechetLine(knownFeatures(3, 8, 1), B)).toBeNull()
  })
})

describe('the standard error of a Fréchet distance', () => {
  const influences = (a: Features, b: Features) => {
    const [own, other] = [factored(a), factored(b)]
    const { ofSamples, ofReference } = transportOf(own, other)
    return [frechetInfluence(a, own, other, ofSamples), frechetInfluence(b, other, own, ofReference)]
  }

  /** The distance of A from B with row `at` of A in it `more` times more: mean and covariance (divided by the weights' sum). */
  const weighted = (at: number, more: number): number => {
    const { rows, d } = A
    const n = 60
    const weight = (i: number) => (1 - more) / n + (i === at ? more : 0)
    const mean = new Float64Array(d)
    for (let i = 0; i < n; i++) for (let j = 0; j < d; j++) mean[j] += weight(i) * rows[i * d + j]
    const factor = Float64Array.from(rows, (x, k) => Math.sqrt(weight(Math.floor(k / d))) * (x - mean[k % d]))
    return frechetBetween({ mean, factor, d } as Factored, factored(B, { divisor: 'n' })).distance
  }

  it('rests on influences that are the derivatives of the distance by a weight', () => {
    const [own, other] = [factored(A, { divisor: 'n' }), factored(B, { divisor: 'n' })]
    const influence = frechetInfluence(A, own, other, transportOf(own, other).ofSamples)
    for (const at of [0, 7, 33]) {
      const slope = (weighted(at, 1e-4) - weighted(at, -1e-4)) / 2e-4
      expect(Math.abs(influence[at] - slope)).toBeLessThan(1e-4 * Math.abs(slope) + 1e-5)
    }
  })

  it('is symmetric: the influences of a reference are those of samples when the sets change places', () => {
    const [there, back] = [influences(A, B), influences(B, A)]
    there[1].forEach((value, i) => expect(value).toBeCloseTo(back[0][i], 8))
    const few = influences(knownFeatures(12, 40, 1), knownFeatures(15, 40, 4))
    const turned = influences(knownFeatures(15, 40, 4), knownFeatures(12, 40, 1))
    few[0].forEach((value, i) => expect(value).toBeCloseTo(turned[1][i], 6))
  })

  it('is 0 for equal sets, and never NaN for constant ones', () => {
    const flat = { rows: new Float64Array(12).fill(2), d: 3, name: 'flat' }
    const error = (a: Features, b: Features) => frechetError(a, b, [factored(a), factored(b)]).standardError
    expect(error(A, A)).toBeLessThan(1e-6)
    expect(error(flat, flat)).toBe(0)
  })

  it('gives intervals that hold: for the mean distance at n round the distance, for the distance of the laws round the line', async () => {
    const [mean, std] = [
      [0.4, 0, 0.2, 0, 0, 0, 0, 0],
      [1.2, 0.9, 0.7, 0.6, 0.5, 0.4, 0.3, 0.3],
    ]
    const [zero, unit] = [mean.map(() => 0), std.map((value, k) => value * (k % 2 ? 1.2 : 0.9))]
    const known = mean.reduce((sum, m, k) => sum + m * m + (std[k] - unit[k]) ** 2, 0)
    const found = await Promise.all(
      Array.from({ length: 120 }, async (_, r) => {
        const [a, b] = [gaussian(80, 2 * r, mean, std), gaussian(100, 2 * r + 1, zero, unit)]
        const { standardError } = frechetError(a, b, [factored(a), factored(b)])
        return { value: frechetOfFeatures(a, b).distance, line: (await frechetLine(a, b))!.value, standardError }
      }),
    )
    const { mean: expected, sd } = summarise(found.map(({ value }) => value))
    const typical = found.reduce((sum, one) => sum + one.standardError, 0) / found.length
    expect(typical / sd!).toBeGreaterThan(0.85)
    expect(typical / sd!).toBeLessThan(1.25)
    const held = (of: 'value' | 'line', truth: number) =>
      found.filter((one) => {
        const { low, high } = normalInterval(one[of], one.standardError, 0.95)
        return low <= truth && truth <= high
      }).length / found.length
    // 120 repeats: a standard error of 2 points at 95 %.
    expect(held('value', expected)).toBeGreaterThan(0.89)
    expect(held('line', known)).toBeGreaterThan(0.89)
    // The distance itself lies above that of the laws, which is why the line is drawn.
    expect(expected).toBeGreaterThan(known + 0.05)
  })
})
