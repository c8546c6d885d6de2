import { describe, expect, it } from 'vitest'
import type { RunValues } from '#contract/run-requests.ts'
import { filterRuns } from './run-filter.ts'
import { columnsOf, rowsOf } from './run-table.ts'
import { resultNames, summaryOf, type ValuesById } from './run-values.ts'
import { EXAMPLE_RUNS as RUNS } from './testing/example-runs.ts'

const VALUES: ValuesById = new Map([
  [
    'id-2',
    {
      id: 'id-2',
      group: 'karras',
      judge: null,
      values: { frechet_distance: 2 },
      settings: { n: 64, 'sampler.name': 'heun' },
    },
  ],
  [
    'id-3',
    {
      id: 'id-3',
      group: 'karras',
      judge: null,
      values: { frechet_distance: 4 },
      settings: { n: 64, 'sampler.name': 'euler' },
    },
  ],
])
describe('rows', () => {
  const options = {
    sorting: { by: 'number', falling: true },
    grouping: 'none',
    opened: new Set<string>(),
    values: VALUES,
  }
  it('sort by a column or a value, runs without the value last both ways', () => {
    const order = (by: string, falling: boolean) =>
      rowsOf(RUNS, { ...options, sorting: { by, falling } }).map((row) => row.kind === 'run' && row.run.number)
    expect(order('number', true)).toEqual([5, 4, 3, 2, 1])
    expect(order('loss', false)).toEqual([5, 1, 2, 3, 4])
    expect(order('loss', true)).toEqual([1, 5, 2, 3, 4])
  })
  it('become one for runs that differ in the seed alone, and open to show them', () => {
    const closed = rowsOf(RUNS, { ...options, grouping: 'seed' })
    expect(closed.map(({ kind, key }) => `${kind} ${key}`)).toEqual([
      'run id-5',
      'run id-4',
      'group karras',
      'run id-1',
    ])
    const open = rowsOf(RUNS, { ...options, grouping: 'seed', opened: new Set(['karras']) })
    expect(open.map(({ key }) => key)).toEqual(['id-5', 'id-4', 'karras', 'id-2', 'id-3', 'id-1'])
  })
  it('become one for each value of a setting, runs without it on their own, and sort by it', () => {
    const options2 = { ...options, sorting: { by: 'sampler.name', falling: false }, grouping: 'sampler.name' }
    const rows = rowsOf(RUNS, options2)
    expect(rows.map(({ key }) => key)).toEqual(['id-3', 'id-2', 'id-1', 'id-4', 'id-5'])
    const both = rowsOf(RUNS, { ...options2, grouping: 'n' })
    expect(both.map((row) => (row.kind === 'group' ? `${row.of}: ${row.runs.length}` : row.key))).toEqual([
      'id-1',
      '64: 2',
      'id-4',
      'id-5',
    ])
  })
  it('state mean and sample standard deviation over the seeds', () => {
    const summary = summaryOf([RUNS[1], RUNS[2]], 'frechet_distance', VALUES)
    expect(summary?.mean).toBe(3)
    expect(summary?.sd).toBeCloseTo(Math.SQRT2, 12)
    expect(summaryOf([RUNS[1]], 'frechet_distance', VALUES)?.sd).toBeNull()
    expect(summaryOf([RUNS[0]], 'frechet_distance', VALUES)).toBeNull()
  })
})

it('offers as columns what most runs have', () => {
  expect(resultNames(RUNS, VALUES)).toEqual(['frechet_distance', 'loss'])
})

it('gives every kind of a distance a column of its own, and finds a run by its own kind', () => {
  const values: ValuesById = new Map<string, RunValues>([
    ['id-2', { id: 'id-2', group: 'a', judge: null, values: { 'fid (n 1000)': 2 } }],
    ['id-3', { id: 'id-3', group: 'a', judge: null, values: { 'fid (n 300)': 4 } }],
  ])
  const names = resultNames(RUNS, values)
  expect(columnsOf(['loss', 'fid'], names)).toEqual(['loss', 'fid (n 1000)', 'fid (n 300)'])
  expect(columnsOf(['loss', 'nfe', 'fid'], ['nfe'])).toEqual(['loss', 'nfe'])
  expect(filterRuns(RUNS, 'fid>3', values).runs.map(({ id }) => id)).toEqual(['id-3'])
  // No mean is taken over what may not be compared.
  expect(summaryOf([RUNS[1], RUNS[2]], 'fid (n 1000)', values)).toMatchObject({ mean: 2, n: 1 })
})
