import { describe, expect, it } from 'vitest'
import { normals, STREAMS } from '#theory/noise/philox.ts'
import { evidenceNeeded } from './evidence-needed.ts'
import { holm } from './holm.ts'
import { signFlipTest } from './paired.ts'
import { compareSeeds, leastSeedP } from './seed-comparison.ts'
import { summarise } from './summary.ts'
import { type Comparison, verdictOf } from './verdict.ts'

const base: Comparison = {
  name: 'one > other',
  publishedSign: 1,
  publishedRelativeSize: 0.5,
  estimate: 1,
  low: 0.6,
  high: 1.4,
  confidence: 0.95,
  pValue: 0.001,
  scale: 2,
  evidence: 'noise',
  n: 300,
}
const found = base
const other = { ...base, estimate: -1, low: -1.4, high: -0.6 }
const open = { ...base, estimate: 0.5, low: -0.2, high: 1.2, pValue: 0.2 }
const smaller = { ...base, estimate: 0.1, low: -0.3, high: 0.5, pValue: 0.5 }
const missing = { ...base, estimate: null, low: null, high: null, pValue: null }
const equality = { ...base, publishedSign: 0 as const, estimate: 3, pValue: 1e-9 }

describe('the verdict rule', () => {
  it.each([
    ['found again', [found, found]],
    ['found again', [found, equality]],
    ['reversed', [found, other]],
    ['reversed', [other, smaller, missing]],
    ['not found', [found, smaller]],
    ['not found', [open, smaller]],
    ['too little evidence', [found, open]],
    ['too little evidence', [found, missing]],
    [null, [equality]],
    [null, []],
  ])('%s', (verdict, comparisons) => expect(verdictOf(comparisons).verdict).toBe(verdict))

  it('turns about with the published sign', () => {
    const turned = (one: Comparison): Comparison => ({
      ...one,
      publishedSign: -1,
      estimate: -one.estimate!,
      low: -one.high!,
      high: -one.low!,
    })
    for (const [verdict, one] of [
      ['found again', found],
      ['reversed', other],
      ['not found', smaller],
      ['too little evidence', open],
    ] as const)
      expect(verdictOf([turned(one)]).verdict).toBe(verdict)
  })

  it('counts all comparisons of the study: p = .004 is enough alone and not among three', () => {
    const close = { ...found, pValue: 0.004 }
    expect(verdictOf([close]).verdict).toBe('found again')
    expect(verdictOf([close, close, close]).verdict).toBe('too little evidence')
    // A missing run still counts as one of the tests.
    expect(verdictOf([close, missing, missing]).comparisons[0].adjustedP).toBeCloseTo(0.012, 14)
    expect(verdictOf([close, equality, equality]).comparisons.map(({ finding }) => finding)).toEqual([
      'found',
      'reported',
      'reported',
    ])
  })

  it('does not call an effect of unknown size absent', () => {
    expect(verdictOf([{ ...smaller, publishedRelativeSize: null }])).toMatchObject({
      verdict: 'too little evidence',
      needed: null,
    })
  })

  it('names the n that has 80 % power for the published effect: (z + z)^2 (sd/effect)^2', () => {
    // sd = .7/1.959964 sqrt(300), effect = .5 x 2, z = 2.575829 + .841621.
    const { needed } = verdictOf([open])
    expect(needed).toEqual({
      evidence: 'noise',
      n: Math.ceil((2.575829 + 0.841621) ** 2 * (0.7 / 1.959964) ** 2 * 300),
      power: 0.8,
    })
    const three = evidenceNeeded(open, 3, 0.01)!
    expect(three.n).toBeGreaterThan(needed!.n)
    expect(evidenceNeeded({ ...open, low: 0.5 - 1e-9, high: 0.5 + 1e-9 }, 1, 0.01)!.n).toBe(2)
  })

  it('of trainings never names fewer seeds than the permutation test needs to reach the level', () => {
    const seeds = { ...open, evidence: 'trainings' as const, n: 5, low: 0.499, high: 0.501 }
    expect(leastSeedP(5)).toBe(0.0625)
    expect(leastSeedP(8)).toBe(0.0078125)
    expect(evidenceNeeded(seeds, 1, 0.01)!.n).toBe(8)
    expect(evidenceNeeded(seeds, 3, 0.01)!.n).toBe(10)
  })
})

describe('the verdict rule by simulation', () => {
  const draw = (count: number, sample: number) => {
    const z = new Float64Array(count)
    normals({ seed: 47, stream: STREAMS.law, sample, step: 0 }, z)
    return z
  }
  /** Three comparisons over `seeds` trainings, each pair's difference N(effect, 1). */
  const study = (seeds: number, effect: number, sample: number) =>
    verdictOf(
      [0, 1, 2].map((k): Comparison => {
        const d = draw(seeds, 3 * sample + k).map((z) => z + effect)
        const { mean, low, high } = summarise(d)
        const { pValue } = signFlipTest(d, new Float64Array(seeds), { seed: 0 })
        return {
          ...base,
          estimate: mean,
          low,
          high,
          pValue,
          scale: 1,
          publishedRelativeSize: 1.6,
          evidence: 'trainings',
          n: seeds,
        }
      }),
    ).verdict
  const rates = (seeds: number, effect: number, repeats: number) => {
    const verdicts = Array.from({ length: repeats }, (_, r) => study(seeds, effect, r))
    return (name: string) => verdicts.filter((verdict) => verdict === name).length / repeats
  }

  it('without an effect finds or reverses a claim in 1 % of studies at most', () => {
    const none = rates(12, 0, 1000)
    expect(none('found again')).toBe(0)
    // Standard error .3 points; reversed comes from one of three tests at .01 on one side.
    expect(none('reversed')).toBeLessThan(0.015)
    expect(none('not found')).toBeGreaterThan(0.9)
  })

  it('with the published effect finds it again in most studies and almost never says not found', () => {
    const there = rates(12, 1.6, 300)
    expect(there('found again')).toBeGreaterThan(0.75)
    expect(there('not found')).toBeLessThan(0.05)
    expect(there('reversed')).toBe(0)
  })
})

describe('tables over seeds', () => {
  it('Holm: sorted p times what is left, never falling', () => {
    const close = (values: (number | null)[]) =>
      values.map((value) => (value === null ? null : expect.closeTo(value, 14)))
    expect(holm([0.01, 0.04, 0.03, 0.005])).toEqual(close([0.03, 0.06, 0.06, 0.02]))
    expect(holm([0.6, null, 0.7])).toEqual([1, null, 1])
    expect(holm([])).toEqual([])
  })

  it('give every arm its mean, and pairs over the seeds that both have', () => {
    const table = compareSeeds([
      { name: 'a', values: [3.26, 3.51, 3.38, 3.8, 3.42, 3.66, 3.29, 3.58] },
      { name: 'b', values: [3.38, 3.55, 3.6, 3.78, 3.61, 3.7, 3.45, 3.57] },
      { name: 'c', values: [9, null, 9.1, null, null, null, null, null] },
    ])
    expect(table.arms[2]).toMatchObject({ missing: 6, summary: { n: 2 } })
    expect(table.differences.map(({ first, second, n }) => [first, second, n])).toEqual([
      ['a', 'b', 8],
      ['a', 'c', 2],
      ['b', 'c', 2],
    ])
    // scipy: permutation p of a against b .03125, Student's interval from -.16974.
    expect(table.differences[0]).toMatchObject({ pValue: 0.03125, adjustedP: expect.closeTo(0.09375, 14) })
    expect(table.differences[0].low).toBeCloseTo(-0.16973907795077842, 11)
    expect(table.differences[1].pValue).toBe(0.5)
  })

  it('against one arm test only what it is asked for, and refuse an arm that is not there', () => {
    const arms = ['a', 'b', 'c'].map((name, k) => ({ name, values: [k, k + 0.5, k + 0.2] }))
    const { differences } = compareSeeds(arms, { against: 'b' })
    expect(differences.map(({ first, second, difference }) => [first, second, difference])).toEqual([
      ['a', 'b', expect.closeTo(-1, 14)],
      ['c', 'b', expect.closeTo(1, 14)],
    ])
    expect(
      compareSeeds([
        { name: 'a', values: [1] },
        { name: 'b', values: [null] },
      ]).differences[0],
    ).toMatchObject({
      n: 0,
      pValue: null,
      adjustedP: null,
    })
    expect(() => compareSeeds(arms, { against: 'd' })).toThrow('There is no arm d')
  })
})
