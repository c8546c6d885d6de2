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

it('names a corruption and the ends of both curves', () => {
  const blur = run(0, {
    corruption: { name: 'gaussian-blur', padding: 'zero' },
    schedule: { family: 'curves', t: [1, 0], sigmas: [0.1, 0.01], levels: [4, 0] },
  })
  const mask = run(0, {
    corruption: { name: 'mask', patch: 2 },
    schedule: { family: 'curves', t: [1, 0], sigmas: [0.1, 0.01], levels: [0.9, 0] },
  })
  expect(differencesOf([blur, mask])).toEqual([
    { name: 'corruption.name', values: ['gaussian-blur', 'mask'] },
    { name: 'corruption.padding', values: ['zero', null] },
    { name: 'schedule.levels', values: ['[4, 0]', '[0.9, 0]'] },
    { name: 'corruption.patch', values: [null, '2'] },
  ])
})
