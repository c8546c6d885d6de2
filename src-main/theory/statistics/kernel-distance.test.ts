import { expect, it } from 'vitest'
import { kernelDistance } from './kernel-distance.ts'
import { knownFeatures } from './testing/known-features.ts'
import { summarise } from './summary.ts'
import { normals, STREAMS } from '#theory/noise/philox.ts'

const [A, B] = [knownFeatures(60, 8, 1), knownFeatures(50, 8, 4)]
const near = (actual: number, expected: number) => expect(Math.abs(actual / expected - 1)).toBeLessThan(1e-12)

it('KID is that of numpy over all pairs, in blocks of any size', async () => {
  // k = (X @ Y.T / d + 1)**3; (k.sum() - trace)/(n (n-1)) of each set less twice the mean of the mixed one.
  near((await kernelDistance(A, B)).value, 16.505660600721967)
  near((await kernelDistance(A, B, { entries: 130 })).value, 16.505660600721967)
  near((await kernelDistance(knownFeatures(12, 40, 1), knownFeatures(15, 40, 4))).value, -23.104154601413484)
})

it('KID by subsets of all rows is KID, by smaller ones their mean and spread', async () => {
  const all = { subsets: 2, size: 50, seed: 0 }
  const same = await kernelDistance(knownFeatures(50, 8, 1), B, { subsets: all, entries: 200 })
  near(same.subsets!.value, same.value)
  expect(same.subsets!.sd).toBeLessThan(1e-10)
  const { value, subsets } = await kernelDistance(A, B, { subsets: { subsets: 400, size: 20, seed: 1 } })
  expect(subsets!.standardError).toBeCloseTo(subsets!.sd / 20, 12)
  expect(Math.abs(subsets!.value - value)).toBeLessThan(4 * subsets!.standardError)
  expect(subsets!.sd).toBeGreaterThan(1)
})

it('KID has no bias, and the spread over fresh samples that its standard error says', async () => {
  const draw = (n: number, sample: number, shift: number) => {
    const rows = new Float64Array(n * 3)
    normals({ seed: 23, stream: STREAMS.law, sample, step: 0 }, rows)
    return { rows: rows.map((value) => value + shift), d: 3, name: 'drawn' }
  }
  const found = await Promise.all(
    Array.from({ length: 300 }, (_, r) => kernelDistance(draw(60, 2 * r, 0.8), draw(40, 2 * r + 1, 0))),
  )
  const { mean, standardError, sd } = summarise(found.map(({ value }) => value))
  // E k(x, y) over independent Gaussians, x ~ N(u, I), y ~ N(v, I): with p = x.y, E (p/3 + 1)^3 from the moments of p:
  // E p = u.v, E p^2 = (u.v)^2 + |u|^2 + |v|^2 + 3, E p^3 = (u.v)^3 + 3 (u.v)(|u|^2 + |v|^2 + 3) + 6 u.v.
  const kernel = (uv: number, squares: number) =>
    (uv ** 3 + 3 * uv * (squares + 3) + 6 * uv) / 27 + (uv ** 2 + squares + 3) / 3 + uv + 1
  const own = 3 * 0.8 ** 2
  const expected = kernel(own, 2 * own) + kernel(0, 0) - 2 * kernel(0, own)
  expect(Math.abs(mean - expected)).toBeLessThan(4 * standardError!)
  const typical = found.reduce((sum, { standardError: one }) => sum + one, 0) / found.length
  expect(typical / sd!).toBeGreaterThan(0.85)
  expect(typical / sd!).toBeLessThan(1.15)
})

it('KID refuses subsets that are larger than a set', async () => {
  await expect(kernelDistance(A, B, { subsets: { subsets: 9, size: 51, seed: 0 } })).rejects.toThrow(
    expect.objectContaining({ field: 'kid_subset_size' }),
  )
})
