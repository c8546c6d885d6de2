import { describe, expect, it } from 'vitest'
import { checkPair } from './features.ts'
import { factored, factoredMoments, frechetBetween, frechetOfFeatures } from './frechet-features.ts'
import { changed, knownFeatures } from './testing/known-features.ts'

// Known values: mpmath at 60 digits, rounded here; S1^(1/2) S2 S1^(1/2) by its eigenvalues, covariances divided by n - 1.
const near = (actual: number, expected: number, tolerance = 1e-12) =>
  expect(Math.abs(actual / expected - 1), `${actual} against ${expected}`).toBeLessThan(tolerance)
const distance = (...sets: Parameters<typeof frechetOfFeatures>) => frechetOfFeatures(...sets).distance

const [A, B] = [knownFeatures(60, 8, 1), knownFeatures(50, 8, 4)]
const [C, D] = [knownFeatures(12, 40, 1), knownFeatures(15, 40, 4)]

describe('the Fréchet distance of features', () => {
  it('is that of the definition at 60 digits', () => near(distance(A, B), 3.582182517313056))

  it('needs no offset with fewer rows than features, in one set or both', () => {
    near(distance(C, D), 155.39459867150464)
    near(distance(C, knownFeatures(60, 40, 4)), 142.4597173117251)
    near(distance(knownFeatures(60, 40, 4), C), 142.4597173117251)
  })

  it('is exact where a feature is the sum of two others and one is constant, in both sets or in one', () => {
    const broken = (set: typeof A, also: boolean) =>
      changed(set, (value, i, j) => {
        if (j === 5) return set.rows[i * 8 + 1] + set.rows[i * 8 + 2]
        return j === 6 ? 3 : j === 7 && also ? 2 : value
      })
    near(distance(broken(A, true), broken(B, false)), 5.541909018749555)
  })

  it('of equal sets is 0, to rounding, and of constant sets the distance of their means', () => {
    for (const set of [A, C]) expect(distance(set, { ...set, name: 'copy' })).toBeLessThan(1e-12)
    const flat = (value: number) => changed(A, () => value)
    expect(distance(flat(0.1), flat(0.1))).toBe(0)
    near(distance(flat(1), flat(3)), 8 * 4)
  })

  it('divides by n where told to: scipy.linalg.sqrtm on numpy.cov(bias=True)', () =>
    near(distance(A, B, { divisor: 'n' }), 3.5304801379668262, 1e-11))

  it('takes moments for rows, and does so to half the digits where they are singular', () => {
    const momentsOf = (set: typeof A) => {
      const { mean, factor, d } = factored(set)
      const covariance = new Float64Array(d * d)
      for (let at = 0; at < factor.length; at += d)
        for (let i = 0; i < d; i++) for (let j = 0; j < d; j++) covariance[i * d + j] += factor[at + i] * factor[at + j]
      return factoredMoments(mean, covariance)
    }
    near(frechetBetween(factored(A), momentsOf(B)).distance, 3.582182517313056)
    near(frechetBetween(factored(C), momentsOf(D)).distance, 155.39459867150464, 1e-7)
    expect(() => factoredMoments([0, 0], [1, 0, 0, -1])).toThrow(expect.objectContaining({ field: 'sigma' }))
    expect(() => factoredMoments([0, 0], [1, 0])).toThrow('covariance of 4')
  })

  it('refuses what has no distance, by the name of the set', () => {
    const bad = { ...changed(B, (value, i, j) => (i === 7 && j === 2 ? NaN : value)), name: 'b.npy' }
    expect(() => checkPair(A, bad)).toThrow('b.npy holds NaN in row 7')
    expect(() => checkPair(A, { ...C, name: 'c.npy' })).toThrow('c.npy has 40 features a row and known has 8')
    expect(() => checkPair({ ...knownFeatures(1, 8, 1), name: 'one.npy' }, B)).toThrow('one.npy holds 1 row')
    expect(() => checkPair({ rows: new Float32Array(9), d: 2, name: 'x' }, B)).toThrow('no whole rows of 2')
  })
})
