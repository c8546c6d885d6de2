import { expect, it } from 'vitest'
import { publishedBits, publishedBitsText } from './published-bits.ts'
import { bitsPerDimension, entropyOf, entropyRate, informationOf } from './information.ts'

const SPECTRUM = [1, 0.1, 0.001]
const d = SPECTRUM.length
/** E|E[x0|x] - x0|^2 per number of N(0, diag l): l sigma^2/(l + sigma^2). */
const mmse = (sigma: number) => SPECTRUM.reduce((sum, l) => sum + (l * sigma ** 2) / (l + sigma ** 2), 0) / d
const levels = (count: number, most: number, least: number) =>
  Array.from({ length: count }, (_, i) => most * (least / most) ** (i / (count - 1))).map((sigma) => ({
    sigma,
    mse: mmse(sigma),
  }))
const entropy = (sigma: number) =>
  SPECTRUM.reduce((sum, l) => sum + Math.log(2 * Math.PI * Math.E * (l + sigma ** 2)) / 2, 0) / d

it('gives the entropy and the bits a dimension of a Gaussian to 1e-6', () => {
  for (const least of [1e-5, 1e-4]) {
    const given = levels(200, 1e4, least)
    expect(Math.abs(entropyOf(given) - entropy(least))).toBeLessThan(1e-6)
    expect(Math.abs(bitsPerDimension(given, 1) - (8 + entropy(least) / Math.log(2)))).toBeLessThan(1e-6)
    expect(Math.abs(bitsPerDimension(given, 2) - (7 + entropy(least) / Math.log(2)))).toBeLessThan(1e-6)
  }
})

it('is the information of a Gaussian channel wherever the levels end, and its slope the entropy rate', () => {
  const least = 0.2
  const information = SPECTRUM.reduce((sum, l) => sum + Math.log1p(l / least ** 2) / 2, 0) / d
  expect(informationOf(levels(4000, 1e4, least))).toBeCloseTo(information, 6)
  const h = 1e-5
  const slope = (entropy(least * Math.exp(h)) - entropy(least * Math.exp(-h))) / (2 * h)
  expect(entropyRate({ sigma: least, mse: mmse(least) })).toBeCloseTo(slope / Math.log(2), 8)
})

it('takes any worse denoiser for more bits', () => {
  const best = levels(50, 100, 0.01)
  const worse = best.map(({ sigma, mse }) => ({ sigma, mse: 1.1 * mse }))
  expect(bitsPerDimension(worse, 1)).toBeGreaterThan(bitsPerDimension(best, 1))
})

it('published figures are those of the data set of that name, with their source', () => {
  expect(publishedBits('mnist-train').map(({ bits }) => bits)).toEqual([0.99, 1.05, 1.06])
  expect(publishedBitsText('mnist-train')).toContain(
    'FFJORD, multi-scale 0.99, Glow 1.05, Real NVP 1.06 (Grathwohl et al. 2019, arXiv:1810.01367, table 2). To',
  )
  expect(publishedBitsText('cifar10-test')).toContain('VDM 2.64 (Kingma et al. 2021, arXiv:2107.00630')
  expect(publishedBitsText('texture')).toBeNull()
})
