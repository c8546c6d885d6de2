import { describe, expect, it } from 'vitest'
import { frechetDistance, frechetOfMoments } from './frechet.ts'
import { addRows, covariance, emptyMoments, mergeMoments } from './moments.ts'

/** sin(a (i+1)(j+2)) + j/10: the same rows can be written in numpy. */
const rows = (count: number, dim: number, a: number) =>
  Float64Array.from({ length: count * dim }, (_, k) => {
    const [i, j] = [Math.floor(k / dim), k % dim]
    return Math.sin(a * (i + 1) * (j + 2)) + 0.1 * j
  })

const moments = (values: ArrayLike<number>, dim: number) => {
  const all = emptyMoments(dim)
  addRows(all, values)
  return all
}

describe('moments', () => {
  it('are those of numpy, divided by n', () => {
    const all = moments(rows(40, 6, 0.37), 6)
    expect(all.mean[3]).toBeCloseTo(0.2954880164070844, 14)
    expect(covariance(all)[6 + 2]).toBeCloseTo(0.02836964093660831, 14)
  })

  it('do not depend on batches, nor on a mean a million times the spread', () => {
    const values = rows(40, 6, 0.37).map((value) => value + 1e6)
    const whole = moments(values, 6)
    const parts = emptyMoments(6)
    for (const [from, to] of [
      [0, 7],
      [7, 8],
      [8, 40],
    ])
      addRows(parts, values.subarray(from * 6, to * 6))
    const halves = moments(values.subarray(0, 60), 6)
    mergeMoments(halves, moments(values.subarray(60), 6))
    const centred = covariance(moments(rows(40, 6, 0.37), 6))
    for (const other of [parts, halves, whole])
      covariance(other).forEach((value, i) => expect(Math.abs(value - centred[i])).toBeLessThan(1e-8))
  })

  it('are refused for broken rows', () => {
    expect(() => addRows(emptyMoments(3), [1, 2])).toThrow(expect.objectContaining({ field: 'rows' }))
    expect(() => addRows(emptyMoments(2), [1, NaN])).toThrow('not finite')
    expect(() => covariance(emptyMoments(2))).toThrow('no rows')
    expect(() => mergeMoments(emptyMoments(2), emptyMoments(3))).toThrow('cannot be merged')
  })
})

describe('the Fréchet distance', () => {
  it('is that of scipy.linalg.sqrtm', () => {
    const { distance, means, covariances } = frechetOfMoments(
      moments(rows(40, 6, 0.37), 6),
      moments(rows(50, 6, 0.91), 6),
    )
    expect(means).toBeCloseTo(0.09227373054468609, 13)
    expect(covariances).toBeCloseTo(0.027457463470617616, 12)
    expect(distance).toBe(means + covariances)
  })

  it('needs no offset when there are fewer samples than features', () => {
    const { covariances } = frechetOfMoments(moments(rows(5, 40, 0.37), 40), moments(rows(7, 40, 0.91), 40))
    expect(covariances).toBeCloseTo(27.300460572498064, 6)
  })

  it('is 0 against itself, symmetric, and the closed form for diagonal covariances', () => {
    const [a, b] = [moments(rows(40, 6, 0.37), 6), moments(rows(50, 6, 0.91), 6)]
    expect(frechetOfMoments(a, a).distance).toBeLessThan(1e-12)
    expect(frechetOfMoments(a, b).distance).toBeCloseTo(frechetOfMoments(b, a).distance, 12)
    expect(frechetDistance([0, 0], [4, 0, 0, 9], [3, 0], [1, 0, 0, 16]).distance).toBeCloseTo(9 + 1 + 1, 13)
    expect(() => frechetDistance([0], [1], [0, 0], [1, 0, 0, 1])).toThrow(
      expect.objectContaining({ field: 'covariance' }),
    )
  })
})
