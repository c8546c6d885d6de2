import { expect, it } from 'vitest'
import type { Model } from '#contract/models.ts'
import { parseRunConfig } from '#contract/parse.ts'
import type { ScheduleInput } from '#contract/schedule.ts'
import { lookedAt } from './look-scores.ts'

const schedule: ScheduleInput = { family: 'karras', levels: 6, sigma_max: 80, sigma_min: 0.002, data_range: [-1, 1] }
const look = { sampler: { name: 'heun' }, n: 64, seed: 3 }
const shipped = { origin: 'shipped', reference: 'mnist-unet' } as Model

it('a look is asked about as the run of the same network, score, sampler and units', () => {
  const config = lookedAt({ ...look, score: '' }, schedule, [shipped])!
  expect(parseRunConfig(config)).toMatchObject({ network: 'mnist-unet', convert_range: true, n: 64, seed: 3, schedule })
  const exact = '{"name":"gaussian","dataset":{"name":"mnist","split":"train"}}'
  expect(lookedAt({ ...look, score: exact }, schedule, [])).toMatchObject({ score: { name: 'gaussian' } })
  expect(lookedAt({ ...look, score: '' }, schedule, [])).toBeNull()
})
