import { expect, it } from 'vitest'
import type { RunDetail } from '#contract/run.ts'
import { differencesOf } from './differences.ts'

const run = (seed: number, config: object) => ({ seed, config: { kind: 'sample', ...config } }) as unknown as RunDetail

it('names only what differs, seeds and lists among it', () => {
  const first = run(0, {
    n: 64,
    sampler: { name: 'heun' },
    schedule: { family: 'list', sigmas: [9, 5, 3, 2, 1] },
    tags: ['a'],
  })
  const second = run(1, { n: 64, sampler: { name: 'euler', eta: 1 }, schedule: { family: 'list', sigmas: [9, 1] } })
  expect(differencesOf([first, second])).toEqual([
    { name: 'seed', values: ['0', '1'] },
    { name: 'sampler.name', values: ['heun', 'euler'] },
    { name: 'schedule.sigmas', values: ['5 from 9 to 1', '[9, 1]'] },
    { name: 'sampler.eta', values: [null, '1'] },
  ])
  expect(differencesOf([first, first])).toEqual([])
})
