import { expect, it } from 'vitest'
import { parseRunConfig } from '#contract/parse.ts'
import { groupKeys } from './run-groups.ts'

const schedule = { family: 'karras', levels: 18, sigma_max: 80, sigma_min: 0.002 }
const run = (number: number, config: object) => ({ id: `id-${number}`, number, config: parseRunConfig(config) })

const RUNS = [
  run(1, { kind: 'sample', schedule, seed: 0, name: 'first' }),
  run(2, { kind: 'sample', schedule, seed: 1, tags: ['again'] }),
  run(3, { kind: 'sample', schedule: { ...schedule, levels: 19 }, seed: 0 }),
  run(4, { kind: 'evaluate', samples: 1 }),
  run(5, { kind: 'evaluate', samples: '#2' }),
  run(6, { kind: 'evaluate', samples: 3 }),
]

it('puts runs together that differ in seed, name and tags alone', () => {
  const keys = groupKeys(RUNS)
  expect(keys.get('id-1')).toBe(keys.get('id-2'))
  expect(keys.get('id-1')).not.toBe(keys.get('id-3'))
})

it('follows references, so that judgements of repeated samples are repetitions too', () => {
  const keys = groupKeys(RUNS)
  expect(keys.get('id-4')).toBe(keys.get('id-5'))
  expect(keys.get('id-4')).not.toBe(keys.get('id-6'))
})

it('comes to an end where damaged runs name each other', () => {
  expect(groupKeys([run(1, { kind: 'evaluate', samples: 2 }), run(2, { kind: 'evaluate', samples: 1 })]).size).toBe(2)
})
