import { expect, it } from 'vitest'
import type { RunRecord } from '#contract/run.ts'
import type { StudyResult } from '#contract/study-result.ts'
import { drawnRuns, spread } from './drawn-runs.ts'

const record = (number: number, kind: RunRecord['kind'], state: RunRecord['state'] = 'finished') =>
  ({ id: `id ${number}`, number, kind, state }) as RunRecord
const fact = (number: number | null, factors: StudyResult['runs'][number]['factors'] = {}) => ({
  step: 'draw',
  factors,
  number,
  state: 'finished',
  reason: null,
  config: null,
  seconds: null,
})

it('names the samplings of a result by what varies, in its order, and leaves out what is not there', () => {
  const runs = [
    fact(5, { 'draw.schedule.family': 'cosine', 'draw.seed': 1 }),
    fact(4),
    fact(3),
    fact(9),
    fact(null),
    fact(2),
  ]
  const records = [record(2, 'sample'), record(3, 'evaluate'), record(4, 'sample', 'failed'), record(5, 'sample')]
  expect(drawnRuns({ runs }, records)).toEqual([
    { id: 'id 5', number: 5, caption: 'schedule cosine, seed 1' },
    { id: 'id 2', number: 2, caption: 'draw' },
  ])
})

it('spreads evenly from the first to the last', () => {
  expect(spread([1, 2, 3], 10)).toEqual([1, 2, 3])
  expect(spread([0, 1, 2, 3, 4, 5, 6, 7, 8], 3)).toEqual([0, 4, 8])
})
