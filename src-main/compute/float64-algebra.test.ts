import { describe, expect, it } from 'vitest'
import { PLAIN_ALGEBRA } from '#theory/statistics/algebra.ts'
import { frechetOfFeatures } from '#theory/statistics/frechet-features.ts'
import { kernelDistance } from '#theory/statistics/kernel-distance.ts'
import { changed, knownFeatures } from '#theory/statistics/testing/known-features.ts'
import { manifoldOverlap } from '#theory/statistics/manifold-overlap.ts'
import { openCompute } from './backend.ts'
import { float64Algebra } from './float64-algebra.ts'
import { findTensorflow } from '#program/tensorflow-library.mjs'

const hasTensorflow = findTensorflow().found.length > 0
const near = (actual: number, expected: number, tolerance = 1e-12) =>
  expect(Math.abs(actual / expected - 1), `${actual} against ${expected}`).toBeLessThan(tolerance)

describe.runIf(hasTensorflow)('distances between features on TensorFlow', () => {
  const open = async () => (await openCompute({ backend: 'tensorflow' })).tf
  const [A, B] = [knownFeatures(60, 8, 1), knownFeatures(50, 8, 4)]

  it('are the known ones: more rows than features, fewer, and features that depend on others', async () => {
    const algebra = float64Algebra(await open())
    expect(algebra).not.toBe(PLAIN_ALGEBRA)
    const distance = (a: typeof A, b: typeof A) => frechetOfFeatures(a, b, { algebra }).distance
    // mpmath at 60 digits; see frechet-features.test.ts.
    near(distance(A, B), 3.582182517313056)
    near(distance(knownFeatures(12, 40, 1), knownFeatures(15, 40, 4)), 155.39459867150464)
    const broken = (set: typeof A, also: boolean) =>
      changed(set, (value, i, j) => {
        if (j === 5) return set.rows[i * 8 + 1]! + set.rows[i * 8 + 2]!
        return j === 6 ? 3 : j === 7 && also ? 2 : value
      })
    near(distance(broken(A, true), broken(B, false)), 5.541909018749555)
    expect(distance(A, { ...A, name: 'copy' })).toBeLessThan(1e-12)
  })

  it('agree with plain TypeScript on KID and on precision and recall', async () => {
    const algebra = float64Algebra(await open())
    near((await kernelDistance(A, B, { algebra })).value, 16.505660600721967)
    expect(await manifoldOverlap(A, B, { algebra, entries: 500 })).toEqual(await manifoldOverlap(A, B))
  })

  it('stretch right singular vectors by their values', async () => {
    const algebra = float64Algebra(await open())
    const { values, vectors } = algebra.rightSingular(A.rows as Float64Array, 60, 8)
    const plain = PLAIN_ALGEBRA.rightSingular(A.rows as Float64Array, 60, 8)
    values.forEach((value, k) => near(value, plain.values[k]!, 1e-10))
    const image = algebra.rowProducts(vectors.slice(0, 8), A.rows as Float64Array, 8)
    near(Math.sqrt(image.reduce((sum, value) => sum + value * value, 0)), values[0]!)
  })

  it('leave no tensor behind', async () => {
    const tf = await open()
    const count = () => (tf.backend() as unknown as { getNumOfTFTensors(): number }).getNumOfTFTensors()
    const before = count()
    frechetOfFeatures(A, B, { algebra: float64Algebra(tf) })
    expect(count()).toBe(before)
  })
})
