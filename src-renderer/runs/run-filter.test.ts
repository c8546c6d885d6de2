import { describe, expect, it } from 'vitest'
import { filterRuns } from './run-filter.ts'
import type { Known, ValuesById } from './run-values.ts'
import { EXAMPLE_RUNS as RUNS, exampleRun as run } from './testing/example-runs.ts'

const sampled = (sampler: string, sigma: number) => ({
  n: 64,
  'sampler.name': sampler,
  'schedule.sigma_max': sigma,
  convert_range: false,
})
const VALUES: ValuesById = new Map<string, Known>([
  ['id-2', { id: 'id-2', group: 'k', judge: null, values: { frechet_distance: 2 }, settings: sampled('heun', 1) }],
  ['id-3', { id: 'id-3', group: 'k', judge: 9, values: { 'fid (n 300)': 4 }, settings: sampled('euler', 20) }],
])
const numbers = (query: string) => filterRuns(RUNS, query, VALUES).runs.map(({ number }) => number)
const refused = (query: string) => filterRuns(RUNS, query, VALUES).refused

describe('the filter', () => {
  it('takes words, fields and comparisons, all of which must hold', () => {
    expect(numbers('')).toEqual([1, 2, 3, 4, 5])
    expect(numbers('karras')).toEqual([2, 3])
    expect(numbers('kind:train state:failed')).toEqual([1])
    expect(numbers('tag:pap')).toEqual([1])
    expect(numbers('seed:1')).toEqual([3])
    expect(numbers('#4')).toEqual([4])
    expect(numbers('purpose')).toEqual([4])
    expect(numbers('loss<0.2')).toEqual([5])
    expect(numbers('loss>=0.1')).toEqual([1, 5])
    expect(numbers('frechet_distance>1.5')).toEqual([2])
    expect(numbers('fid>3')).toEqual([3])
  })
  it('takes any setting by its path, or by the end of it', () => {
    expect(numbers('sampler:heun')).toEqual([2])
    expect(numbers('sampler.name:eul')).toEqual([3])
    expect(numbers('schedule.sigma_max>5')).toEqual([3])
    expect(numbers('sigma_max<=1')).toEqual([2])
    expect(numbers('sampler=heun')).toEqual([2])
    expect(numbers('n=64')).toEqual([2, 3])
    expect(numbers('convert_range:false')).toEqual([2, 3])
  })
  it('takes text in quotes, OR between two words, and a minus for not', () => {
    expect(numbers('"karras, rho"')).toEqual([3])
    expect(numbers('name:"Karras, rho 7"')).toEqual([3])
    expect(numbers('tag:paper OR seed:1')).toEqual([1, 3])
    expect(numbers('kind:train loss<0.2 OR state:failed')).toEqual([1, 5])
    expect(numbers('-kind:train')).toEqual([2, 3])
    expect(numbers('kind:train -loss<0.2')).toEqual([1, 4])
    // Runs without a loss are not below .2 either.
    expect(numbers('-loss<0.2')).toEqual([1, 2, 3, 4])
  })
  it('names the word that no run could answer, and leaves it out', () => {
    expect(numbers('sigma_mx>1 kind:train')).toEqual([1, 4, 5])
    expect(refused('sigma_mx>1')).toBe('No run has sigma_mx. Did you mean sigma_max?')
    expect(refused('knd:train')).toBe('No run has knd. Did you mean kind?')
    expect(refused('loss<')).toBe('loss<: give what loss is to be held against, such as loss<1.')
    expect(refused('loss<much')).toBe('loss<much: much is no number.')
    expect(refused('kind:train')).toBeNull()
  })
  it('wants every word to hold, over thousands of runs too', () => {
    const many = Array.from({ length: 100 }, (_, i) => run(i + 1, { latest: { loss: i / 100 } }))
    expect(filterRuns(many, 'one loss<0.1', VALUES).runs).toHaveLength(10)
    expect(filterRuns(many, 'one loss<0.1 seed:12345', VALUES).runs).toHaveLength(0)
  })
})
