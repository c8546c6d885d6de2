import { expect, it } from 'vitest'
import { settingsOf } from './run-settings.ts'

it('lists every single value of a configuration by its path, and no list', () => {
  const config = {
    kind: 'sample',
    name: 'shown elsewhere',
    seed: 3,
    tags: ['paper'],
    n: 64,
    start_mean: null,
    schedule: { family: 'list', name: 'mine', sigmas: [2, 1], data_range: [0, 1] },
    sampler: { name: 'heun', churn: { s_max: 50 } },
    convert_range: false,
  }
  expect(settingsOf(config)).toEqual({
    n: 64,
    'schedule.family': 'list',
    'schedule.name': 'mine',
    'sampler.name': 'heun',
    'sampler.churn.s_max': 50,
    convert_range: false,
  })
})
