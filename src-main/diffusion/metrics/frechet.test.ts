import { expect, it } from 'vitest'
import { Refusal } from '#contract/refusal.ts'
import { normals } from '#theory/noise/philox.ts'
import { addRows, emptyMoments } from '#theory/statistics/moments.ts'
import { frechetOf, momentsOf } from './frechet.ts'

/** n rows of independent features N(mean, std^2). */
const rows = (n: number, stream: number, mean: number[], std: number[]) => {
  const out = new Float32Array(n * mean.length)
  normals({ seed: 21, stream, sample: 0, step: 0 }, out)
  return out.map((z, i) => mean[i % mean.length] + std[i % mean.length] * z)
}

it('of two Gaussian sets approaches the distance of their laws, and states both n', () => {
  const a = momentsOf(rows(20_000, 1, [0, 1, 2], [1, 2, 0.5]), 3)
  const b = momentsOf(rows(10_000, 2, [0, 3, 2], [2, 2, 0.5]), 3)
  const { value, protocol } = frechetOf(a, b, { classifier: 'abc', quantisation: '8 bit' })
  expect(Math.abs(value.distance - 5)).toBeLessThan(0.15)
  expect(Math.abs(value.means - 4)).toBeLessThan(0.15)
  expect(protocol).toMatchObject({
    classifier: 'abc',
    quantisation: '8 bit',
    n: 20_000,
    n_reference: 10_000,
    features: 3,
  })
  expect(JSON.stringify(protocol)).not.toMatch(/"FID/)
})

it('is inflated by finite samples, the more the fewer', () => {
  const reference = momentsOf(rows(20_000, 3, [0, 0, 0, 0], [1, 1, 1, 1]), 4)
  const at = (n: number) =>
    frechetOf(momentsOf(rows(n, 4, [0, 0, 0, 0], [1, 1, 1, 1]), 4), reference, {}).value.distance
  expect(at(50)).toBeGreaterThan(at(500))
  expect(at(500)).toBeGreaterThan(at(5000))
})

it('takes features in parts', () => {
  const features = rows(300, 5, [5, -2], [1, 3])
  const parts = emptyMoments(2)
  for (const [from, to] of [
    [0, 200],
    [200, 202],
    [202, 600],
  ])
    addRows(parts, features.subarray(from, to))
  expect(frechetOf(parts, momentsOf(features, 2), {}).value.distance).toBeLessThan(1e-12)
})

it('refuses the features of two classifiers', () => {
  const [a, b] = [momentsOf(rows(9, 6, [0], [1]), 1), momentsOf(rows(9, 7, [0, 0], [1, 1]), 2)]
  expect(() => frechetOf(a, b, {})).toThrow(Refusal)
})
