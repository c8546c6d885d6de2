import { expect, it } from 'vitest'
import { EXAMPLE_RUN, type RunRecord } from '#contract/run.ts'
import { againstFactor, factorsOf, resultsOf } from '../values/table-figures.ts'
import { tableOfRuns } from './run-values-table.ts'
import type { Known } from './run-values.ts'

it('has the settings that differ, the seed, and a row for each run, and is drawn as the table of a sweep is', () => {
  const runs = [1, 2, 3, 4].map((number): RunRecord => ({
    ...EXAMPLE_RUN,
    id: `r${number}`,
    number,
    seed: number % 2,
    latest: {},
  }))
  const known = runs.map(({ id, number }): [string, Known] => [
    id,
    {
      id,
      group: 'g',
      judge: null,
      values: { fid: 10 * number },
      settings: { n: 64, 'schedule.sigma_max': number > 2 ? 20 : 1 },
    },
  ])
  const table = tableOfRuns(runs, new Map(known))
  expect(table.columns).toEqual(['run', 'schedule.sigma_max', 'run.seed', 'fid'])
  expect(table.rows[2]).toEqual({ run: 3, 'schedule.sigma_max': 20, 'run.seed': 1, fid: 30 })
  expect(factorsOf(table)).toEqual(['schedule.sigma_max'])
  expect(resultsOf(table)).toEqual(['fid'])
  const spec = againstFactor(table, 'fid', 'schedule.sigma_max', null)
  expect(JSON.stringify(spec)).toContain('15')
  expect(JSON.stringify(spec)).toContain('35')
})
