import { expect, it } from 'vitest'
import { EXAMPLE_RUN, type RunRecord } from '#contract/run.ts'
import { againstFactor, factorsOf, resultsOf } from '../values/table-figures.ts'
import { csvOfTable } from '../figures/table.ts'
import { ended } from '../words/many-runs.ts'
import { cellsOfRuns, tableOfRuns } from './run-values-table.ts'
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

it('is written out with all settings, those of runs that have not ended left out', () => {
  const runs = (['finished', 'queued', 'failed'] as const).map((state, i): RunRecord => ({
    ...EXAMPLE_RUN,
    id: `r${i}`,
    number: i + 1,
    name: 'a, b',
    tags: ['x', 'y'],
    state,
    latest: {},
  }))
  const of = ({ id }: RunRecord): [string, Known] => [
    id,
    { id, group: 'g', judge: null, values: { fid: 7 }, settings: { 'schedule.sigma_max': 20 } },
  ]
  const csv = csvOfTable(cellsOfRuns(ended(runs), new Map(runs.map(of))))
  const [head, ...rows] = csv.trim().split(/\r?\n/)
  expect(head).toBe('run,name,kind,state,seed,tags,schedule.sigma_max,fid')
  expect(rows.map((row) => row.split(',')[0])).toEqual(['1', '3'])
  expect(rows[0]).toContain('"a, b"')
  expect(rows[0]).toMatch(/x y,20,7$/)
})
