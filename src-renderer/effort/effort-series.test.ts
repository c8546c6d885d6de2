import { expect, it } from 'vitest'
import { NOISE_LAW_ROWS } from '#axes/noise-laws/noise-laws.ts'
import { effortSeries, objectiveOf } from './effort-series.ts'

const NEEDS: Record<string, object> = {
  'log-uniform': { sigma_min: 0.01, sigma_max: 50 },
  sequence: { sigmas: [10, 1, 0.1] },
  process: { process: { family: 'vp-linear', beta_min: 0.1, beta_max: 20 }, eps: 0.001 },
}

it.each(NOISE_LAW_ROWS.map(({ name }) => name))(
  '%s is drawn: density, density x weight, and the share of the loss',
  (name) => {
    const found = effortSeries(objectiveOf({ name: 'eps', noise: { name, ...NEEDS[name] } })!, 0.5)
    if ('refusal' in found) throw new Error(found.refusal)
    expect(found.series.map(({ label }) => label.slice(0, 9))).toEqual(['density o', 'density ×', '× error o'])
    for (const { points } of found.series) expect(points.every(({ x, y }) => x > 0 && y > 0)).toBe(true)
    // weighed by 1/sigma^2 the middle moves to less noise
    expect(found.weighed![1]).toBeLessThanOrEqual(found.middle[1])
  },
)

it('the middle of a log-normal law is between its quartiles', () => {
  const found = effortSeries(objectiveOf({ noise: { name: 'log-normal', p_mean: -1.2, p_std: 1.2 } })!, 0.5)
  if ('refusal' in found) throw new Error(found.refusal)
  const quartile = (z: number) => Math.exp(-1.2 + 1.2 * z)
  expect(Math.abs(Math.log(found.middle[0] / quartile(-0.6745)))).toBeLessThan(0.06)
  expect(Math.abs(Math.log(found.middle[1] / quartile(0.6745)))).toBeLessThan(0.06)
})

it('what is no law is said by its field, and what is no objective is none', () => {
  const process = { family: 'vp-linear', beta_min: 0.1, beta_max: 20 }
  const found = effortSeries(objectiveOf({ noise: { name: 'process', process, eps: 0 } })!, 0.5)
  expect('refusal' in found && found.refusal).toMatch(/^eps: /)
  expect(objectiveOf({ noise: { name: 'nothing' } })).toBeNull()
  const soft = effortSeries(objectiveOf({ name: 'soft' })!, 0.5)
  expect('series' in soft && soft.series).toHaveLength(1)
})

it('names the curve that lies under another: the EDM weight makes the share of the loss the density itself', () => {
  const labels = (name: string) => {
    const found = effortSeries(objectiveOf({ name, noise: { name: 'log-normal' } })!, 0.5)
    return 'series' in found ? found.series.map(({ label }) => label) : []
  }
  expect(labels('edm')[2]).toMatch(/which lies on the density here$/)
  expect(labels('eps')[2]).not.toMatch(/lies on/)
})
