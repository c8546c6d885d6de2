import { expect, it } from 'vitest'
import { textureLaw } from '#datasets/texture-dataset.ts'
import { sampleTexture } from '#theory/laws/gaussian-texture.ts'
import { textureGaussian } from './texture-gaussian.ts'

it('the basis is orthonormal, and samples of the texture have its variances along it', async () => {
  const texture = await textureLaw({ size: 6 })
  const { variances, eigenvectors } = textureGaussian(texture)
  const size = 36
  const column = (k: number) => Array.from({ length: size }, (_, i) => eigenvectors![i * size + k])
  const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, value, i) => sum + value * b[i], 0)
  for (const [j, k] of [
    [0, 0],
    [3, 3],
    [35, 35],
    [0, 1],
    [3, 4],
    [7, 20],
  ])
    // prettier-ignore
    expect(dot(column(j), column(k))).toBeCloseTo(j === k ? 1 : 0, 5)
  const total = texture.spectrum.reduce((sum, value) => sum + value, 0)
  expect(variances.reduce((sum, value) => sum + value, 0)).toBeCloseTo(total, 5)
  const n = 4000
  const found = new Float64Array(size)
  for (let sample = 0; sample < n; sample++) {
    const x = [...sampleTexture(texture, { seed: 5, sample })]
    for (let k = 0; k < size; k++) found[k] += dot(x, column(k)) ** 2 / n
  }
  // relative standard error of a variance is sqrt(2/n) = .022
  found.forEach((value, k) => expect(Math.abs(value - variances[k])).toBeLessThanOrEqual(0.1 * variances[k] + 1e-9))
})

it('of colours: one colour a frequency, two thirds of the directions without variance', async () => {
  const texture = await textureLaw({ size: 4, channels: 3 })
  const { variances, eigenvectors } = textureGaussian(texture)
  const size = 48
  const column = (k: number) => Array.from({ length: size }, (_, i) => eigenvectors![i * size + k])
  const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, value, i) => sum + value * b[i], 0)
  for (let j = 0; j < size; j++)
    for (let k = 0; k <= j; k++) expect(Math.abs(dot(column(j), column(k)) - (j === k ? 1 : 0))).toBeLessThan(1e-5)
  // the mean frequency has no variance either
  expect(variances.filter((value) => value > 1e-12)).toHaveLength(15)
  const total = texture.spectrum.reduce((sum, value) => sum + value, 0)
  expect(variances.reduce((sum, value) => sum + value, 0) / total).toBeCloseTo(1, 5)
  const n = 400
  const found = new Float64Array(size)
  for (let sample = 0; sample < n; sample++) {
    const x = [...sampleTexture(texture, { seed: 5, sample })]
    for (let k = 0; k < size; k++) found[k] += dot(x, column(k)) ** 2 / n
  }
  // relative standard error of a variance is sqrt(2/n) = .071
  found.forEach((value, k) => expect(Math.abs(value - variances[k])).toBeLessThanOrEqual(0.3 * variances[k] + 1e-9))
})

it('refuses more numbers than a basis of them can be held for', async () => {
  const texture = await textureLaw({ size: 40, channels: 3 })
  expect(() => textureGaussian(texture)).toThrow(/smaller size, or channels: 1/)
})
