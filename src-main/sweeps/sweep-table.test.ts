import { expect, it } from 'vitest'
import type { Result } from '#contract/run.ts'
import { expandSweep } from '#contract/sweep-cells.ts'
import { parseSweep } from '#contract/sweep.ts'
import type { CellState, SweepCell } from '#contract/sweep-view.ts'
import { overSeeds } from './over-seeds.ts'
import type { Plan } from './sweep-folder.ts'
import { tableOf } from './sweep-table.ts'

const schedule = { family: 'geometric', levels: 4, sigma_max: 1, sigma_min: 0.01 }
const draw = { kind: 'sample', schedule, n: 8 }
const judge = { kind: 'evaluate', samples: '@draw' }

/** The plan of a sweep, and its cells as if their runs had ended in `states`, in order; finished where nothing is said. */
function made(steps: object, vary: object, states: readonly CellState[] = []) {
  const sweep = parseSweep({ kind: 'sweep', name: 'a sweep', steps, vary })
  const cells = expandSweep(sweep)
  const plan: Plan = {
    format: 1,
    cells,
    steps: sweep.steps.map(({ name, kind, reach }) => ({
      name,
      kind,
      factors: reach.flatMap((i) => sweep.axes[i].factors.map(({ key }) => key)),
    })),
  }
  const list = cells.map(({ id, step, factors }, i): SweepCell => {
    const state = states[i] ?? 'finished'
    const reason = state === 'failed' ? 'It broke.' : null
    return { id, step, factors, state, reason, run: i + 1, runId: id, reused: false, done: 0, steps: 0, seconds: null }
  })
  return { plan, list }
}
const number = (name: string, value: number, more: Partial<Result> = {}): Result => ({
  name,
  value,
  protocol: {},
  ...more,
})

it('has a row a combination, a sampling joined with its evaluation, and the spread of class shares', () => {
  const { plan, list } = made({ draw, judge }, { 'draw.schedule.sigma_max': [1, 2] })
  const table = tableOf(plan, list, (run) =>
    run.startsWith('draw')
      ? [number('nfe', 7), { name: 'noise', value: null, protocol: {} }]
      : [
          number('fid', run === 'judge/1' ? 3 : 4, { low: 2, high: 5 }),
          number('share/a', 0.25),
          number('share/b', 0.6),
          number('share/c', 0.15),
        ],
  )
  expect(table.columns).toEqual([
    'draw.schedule.sigma_max',
    'draw run',
    'judge run',
    'nfe',
    'fid',
    'fid low',
    'fid high',
    'share/a',
    'share/b',
    'share/c',
    'share_spread',
  ])
  expect(table.rows.map((row) => Object.values(row).slice(0, 7))).toEqual([
    [1, 1, 3, 7, 3, 2, 5],
    [2, 2, 4, 7, 4, 2, 5],
  ])
  expect(table.rows[0].share_spread).toBeCloseTo(0.45, 12)
})

it('tells results apart that two steps give, and distances that may not be compared', () => {
  const { plan, list } = made({ draw, judge, again: { ...judge, confidence: 0.9 } }, { 'draw.n': [8, 16] })
  const passport = (n: number) => ({
    passport: {
      features: 'classifier',
      network: 'x',
      resize: 'none',
      scaling: 'unit',
      quantisation: null,
      n: [n, 100],
      samples: null,
      reference: 'y',
      covariance_divisor: 'n',
      interval: null,
    },
  })
  const table = tableOf(plan, list, (run) =>
    run.startsWith('draw')
      ? []
      : [number('copied', 0), number('frechet_distance', 9, { protocol: passport(run.endsWith('1') ? 8 : 16) })],
  )
  expect(table.rows).toHaveLength(2)
  expect(table.columns.filter((name) => /copied|frechet/.test(name))).toEqual([
    'judge.copied',
    'judge.frechet_distance (n 8)',
    'judge.frechet_distance (n 16)',
    'again.copied',
    'again.frechet_distance (n 8)',
    'again.frechet_distance (n 16)',
  ])
  expect(table.rows.map((row) => row['again.frechet_distance (n 8)'])).toEqual([9, null])
})

it('has a hole with its reason where a run failed, and a name in place of an object', () => {
  const schedules = [
    { ...schedule, name: 'mine' },
    { ...schedule, family: 'linear' },
  ]
  const { plan, list } = made({ draw: { kind: 'sample' } }, { 'draw.schedule': schedules }, ['finished', 'failed'])
  const table = tableOf(plan, list, () => [number('nfe', 7)])
  expect(table.rows).toEqual([
    { 'draw.schedule': 'mine', run: 1, nfe: 7 },
    { 'draw.schedule': 'linear', run: 2, nfe: null },
  ])
  expect(table.reasons).toEqual([{ row: 1, reason: 'draw: failed. It broke.' }])
})

it('takes seeds together: mean, standard deviation and interval of 1, 2 and 6 by hand', () => {
  const { plan, list } = made({ draw }, { 'draw.n': [8], 'draw.seed': [0, 1, 2] })
  const table = tableOf(plan, list, (run) => [number('fid', [1, 2, 6][Number(run.at(-1)) - 1], { low: 0, high: 9 })])
  const seeds = overSeeds(table)!
  expect(seeds.columns).toEqual(['draw.n', 'n', 'fid', 'fid sd', 'fid low', 'fid high'])
  const [row] = seeds.rows
  expect(row).toMatchObject({ 'draw.n': 8, n: 3, fid: 3 })
  // sd = sqrt((4 + 1 + 9)/2); t of .975 with 2 degrees of freedom = 4.302653
  expect(row['fid sd']).toBeCloseTo(Math.sqrt(7), 10)
  expect(row['fid high']).toBeCloseTo(3 + (4.302652729911275 * Math.sqrt(7)) / Math.sqrt(3), 6)
  expect(overSeeds({ ...table, about: table.about.filter(({ name }) => name !== 'draw.seed') })).toBeNull()
})
