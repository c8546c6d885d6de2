import { expect, it } from 'vitest'
import { NOISE_LAW_ROWS } from '#axes/noise-laws/noise-laws.ts'
import { effortOf } from './effort.ts'
import type { NoiseLaw } from './noise-laws.ts'

const GIVEN: Record<string, NoiseLaw> = {
  'log-normal': { name: 'log-normal', pMean: -1.2, pStd: 1.2 },
  'log-uniform': { name: 'log-uniform', sigmaMin: 0.01, sigmaMax: 100 },
  sequence: { name: 'sequence', sigmas: [10, 1, 0.1, 0.01] },
  process: { name: 'process', process: { family: 'vp-linear', betaMin: 0.1, betaMax: 20 }, eps: 1e-3 },
  'logit-normal': { name: 'logit-normal', mean: 0, std: 1, shift: 1 },
  laplace: { name: 'laplace', mu: 0, b: 0.5 },
  cauchy: { name: 'cauchy', mu: 0, gamma: 1 },
  cosh: { name: 'cosh', mu: 0 },
  infonoise: { name: 'infonoise', pMean: -1.2, pStd: 1.2, sigmaMin: 0.002, sigmaMax: 80, warmUp: 1, refreshEvery: 1 },
} as Record<string, NoiseLaw>

const integral = (points: { sigma: number }[], of: (i: number) => number) => {
  let sum = 0
  for (let i = 1; i < points.length; i++)
    sum += ((of(i) + of(i - 1)) / 2) * Math.log(points[i].sigma / points[i - 1].sigma)
  return sum
}

it.each(NOISE_LAW_ROWS.map(({ name }) => name))('%s: each curve has the integral 1', (name) => {
  const found = effortOf(GIVEN[name], 'eps', 0.5)
  for (const key of ['density', 'weighted', 'loss'] as const) {
    expect(integral(found, (i) => found[i][key]!)).toBeCloseTo(1, 10)
    expect(found.every((point) => point[key]! >= 0)).toBe(true)
  }
})

it('EDM’s weight makes the loss of an untrained network the density of the levels', () => {
  for (const { density, loss } of effortOf(GIVEN['log-normal'], 'edm', 0.3)) expect(loss).toBeCloseTo(density, 10)
})

it('of noise prediction at log-uniform levels: 1/sigma^2, and the loss of a Gaussian sigma_data^2/(sigma^2 + sigma_data^2)', () => {
  const found = effortOf(GIVEN['log-uniform'], 'eps', 0.5)
  const [first, last] = [found[0], found.at(-1)!]
  // of the middle 99.9 %
  expect(first.density).toBeCloseTo(1 / (0.999 * Math.log(1e4)), 10)
  expect(first.weighted! / last.weighted!).toBeCloseTo((last.sigma / first.sigma) ** 2, 0)
  expect(first.loss! / last.loss!).toBeCloseTo((last.sigma ** 2 + 0.25) / (first.sigma ** 2 + 0.25), 6)
})

it('a list has levels alone, as dense as they are many; under a corruption there is no weight', () => {
  const found = effortOf({ name: 'sequence', sigmas: [1, 1, 0.1, 0.01] }, 'soft', 0.5)
  expect(found.map(({ sigma }) => sigma)).toEqual([0.01, 0.1, 1])
  // twice at 1, over half of the distance
  expect(found[2].density / found[1].density).toBeCloseTo(4, 10)
  expect(found[0].weighted).toBeNull()
  expect(effortOf({ name: 'sequence', sigmas: [0.3] }, 'eps', 0.5)).toEqual([
    { sigma: 0.3, density: 1, weighted: 1, loss: 1 },
  ])
  expect(effortOf(GIVEN.cosh, 'ssm', 0.5)).toEqual(effortOf(GIVEN.cosh, 'dsm', 0.5))
})
