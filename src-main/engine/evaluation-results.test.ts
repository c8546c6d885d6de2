import { describe, expect, it } from 'vitest'
import { fewReferences } from '#theory/statistics/few-references.ts'
import { emptyMoments } from '#theory/statistics/moments.ts'
import { balanceResults, frechetResult } from './evaluation-results.ts'

/** One image of `cat`, three of `dog`. */
const predictions = { probabilities: Float32Array.of(1, 0, 0, 1, 0, 1, 0, 1), classes: 2 }
const names = ['cat', 'dog']

describe('the balance of classes', () => {
  it('is held against the counts of the classes of the same names', () => {
    const reference = { name: 'pets', classes: ['dog', 'cow', 'cat'], labels: Uint8Array.of(0, 0, 0, 2) }
    const [statistic, p] = balanceResults(predictions, names, reference, {})
    expect(statistic).toMatchObject({ name: 'chi_squared', value: 0, protocol: { training_counts: [1, 3], df: 1 } })
    // One cat was to be expected: no p-value of so few.
    const reason = 'The smallest expected count is 1, below 5: no p-value. Draw more samples.'
    expect(p).toMatchObject({ name: 'chi_squared_p', value: null, protocol: { smallest_expected: 1, reason } })
  })

  it('is not tested where the reference has a class that the classifier does not know', () => {
    const reference = { name: 'farm', classes: ['cow', 'pig'], labels: Uint8Array.of(0, 1) }
    const results = balanceResults(predictions, names, reference, { classifier: 'abc' })
    for (const { value, protocol } of results) {
      expect(value).toBeNull()
      expect(protocol).toMatchObject({
        classifier: 'abc',
        reason: "farm has the class cow, which is none of the classifier's: cat, dog.",
      })
      expect(protocol).not.toHaveProperty('training_counts')
    }
  })
})

/** As many images as given of each class, in that order. */
const labelsOf = (counts: readonly number[]) => Uint8Array.from(counts.flatMap((n, k) => Array<number>(n).fill(k)))
const foundOf = (counts: readonly number[]) => ({
  classes: counts.length,
  probabilities: Float32Array.from([...labelsOf(counts)].flatMap((label) => counts.map((_, k) => Number(k === label)))),
})
const DIGITS = Array.from({ length: 10 }, (_, k) => String(k))
const FOUND = [7, 12, 9, 10, 8, 11, 10, 13, 9, 11]
const DRAWN = [98, 113, 99, 102, 98, 89, 99, 104, 97, 101]
const subsetOfMnist = (spec: object) => ({
  name: 'mnist-subset',
  classes: DIGITS,
  labels: labelsOf(DRAWN),
  lineage: { sourceName: 'mnist', sourceHash: 'x', step: 'subset', spec },
})

describe('against a reference that was drawn itself', () => {
  const test = (spec: object, found = FOUND) => {
    const [statistic, p] = balanceResults(foundOf(found), DIGITS, subsetOfMnist(spec), {})
    return { statistic: statistic.value, p: p.value, test: String(p.protocol.test), reason: p.protocol.reason }
  }
  it('the test is one of homogeneity, as scipy.stats.chi2_contingency of both rows (1.17.1, correction=False)', () => {
    const { statistic, p, test: name } = test({ n: 1000, seed: 0 })
    expect(statistic).toBeCloseTo(2.308341525232792, 12)
    expect(p).toBeCloseTo(0.9856016551469383, 12)
    expect(name).toContain('homogeneity')
  })
  it('shares that were chosen class by class are known ones, and a class left out by name has the share 0', () => {
    for (const spec of [{ perClass: 100 }, { n: 1000, proportions: { 1: 0.1 } }, { fractions: { 1: 0.35 } }])
      expect(test(spec).test).toBe('Pearson chi-squared against training proportions')
    expect(test({ n: 1000, classes: DIGITS.slice(1) }).test).not.toContain('homogeneity')
    expect(test({ n: 1000, classes: DIGITS }).test).toContain('homogeneity')
  })
})

describe('a distance that the reference is too small for', () => {
  it('is null with the reason, up to as many images as features', async () => {
    expect(fewReferences(65, 64)).toBeNull()
    expect(fewReferences(64, 64)).toBe(
      'The reference has 64 images, no more than the 64 features, so its covariance is singular. Give more than 64.',
    )
    const moments = { ...emptyMoments(2), count: 9 }
    const judged = { features: new Float32Array(18), moments, predictions: foundOf([1]) }
    const tick = async () => {}
    const small = await frechetResult(judged, { ...emptyMoments(2), count: 2 }, {}, tick)
    expect(small).toMatchObject({ value: null, protocol: { reason: expect.stringContaining('2 images') } })
    expect(small).not.toHaveProperty('low')
  })
})
