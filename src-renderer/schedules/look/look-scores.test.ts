import { expect, it } from 'vitest'
import type { Model } from '#contract/models.ts'
import { parseRunConfig } from '#contract/parse.ts'
import type { ScheduleInput } from '#contract/schedule.ts'
import { asRequestAlong, CORRUPTION_OPTIONS, lookedAt } from './look-scores.ts'

const schedule: ScheduleInput = { family: 'karras', levels: 6, sigma_max: 80, sigma_min: 0.002, data_range: [-1, 1] }
const look = { sampler: { name: 'heun' }, n: 64, seed: 3, corruption: CORRUPTION_OPTIONS[0].value }
const shipped = { origin: 'shipped', reference: 'mnist-unet' } as Model

it('a look is asked about as the run of the same network, score, sampler and units', () => {
  const config = lookedAt({ ...look, score: '' }, schedule, [shipped])!
  expect(parseRunConfig(config)).toMatchObject({ network: 'mnist-unet', convert_range: true, n: 64, seed: 3, schedule })
  const exact = '{"name":"gaussian","dataset":{"name":"mnist","split":"train"}}'
  expect(lookedAt({ ...look, score: exact }, schedule, [])).toMatchObject({ score: { name: 'gaussian' } })
  expect(lookedAt({ ...look, score: '' }, schedule, [])).toBeNull()
})

it('a corruption goes with an exact score along two curves alone, and is one that a run takes', () => {
  const score = '{"name":"empirical","dataset":{"name":"mnist","split":"train"}}'
  const curves: ScheduleInput = { family: 'two-stage', levels: 20, corruption_max: 0.9, data_range: [0, 1] }
  for (const { value } of CORRUPTION_OPTIONS) {
    const config = lookedAt({ ...look, score, corruption: value, sampler: { name: 'momentum' } }, curves, [])!
    expect(parseRunConfig(config)).toMatchObject({ corruption: JSON.parse(value) })
  }
  expect(asRequestAlong(score, look.corruption, schedule)).not.toHaveProperty('corruption')
  expect(asRequestAlong('7', look.corruption, curves)).toEqual({ network: '7' })
})
