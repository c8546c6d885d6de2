import { expect, it } from 'vitest'
import type { SweepTable } from '#contract/sweep-view.ts'
import { armsOf, differencesOf } from './seed-differences.ts'

const column = (name: string, of: 'factor' | 'result') => ({ name, of, step: 'draw' })
/** Seeds 0 to 5; b is 2, 3, 4, 2, 3, 4 above a, c above and below it. */
const a = [10, 12, 9, 11, 14, 8]
const arms: Record<string, number[]> = {
  a,
  b: a.map((value, i) => value + 2 + (i % 3)),
  c: a.map((value, i) => value + (i % 2 ? 1 : -1)),
}
const table: SweepTable = {
  columns: ['draw.sampler', 'draw.seed', 'fid'],
  about: [column('draw.sampler', 'factor'), column('draw.seed', 'factor'), column('fid', 'result')],
  rows: Object.entries(arms).flatMap(([name, values]) =>
    // In another order of seeds for each arm, as they come to be.
    values
      .map((fid, seed) => ({ 'draw.sampler': name, 'draw.seed': seed, fid }))
      .toSorted((x, y) => (name === 'b' ? y['draw.seed'] - x['draw.seed'] : 0)),
  ),
  reasons: [],
}

it('pairs arms by their seeds', () => {
  expect(armsOf(table, 'fid').map(({ name, values }) => [name, values])).toEqual([
    ['sampler a', arms.a],
    ['sampler b', arms.b],
    ['sampler c', arms.c],
  ])
  const holed = { ...table, rows: table.rows.filter((row) => row['draw.sampler'] !== 'c' || row['draw.seed'] !== 1) }
  expect(armsOf(holed, 'fid')[2].values[1]).toBeNull()
})

it('states mean, interval and Holm p of each pair', () => {
  const { table: numbers, rows, says } = differencesOf(armsOf(table, 'fid'), 'fid', '')!
  expect(rows).toBe(3)
  const [ab] = numbers().rows
  // d = -2, -3, -4, twice: mean -3, sd sqrt(4/5), t(5) 2.5706; all six of one sign: p = 2/64, times three tests.
  const reach = (2.570582 * Math.sqrt(0.8)) / Math.sqrt(6)
  expect(ab.slice(0, 3)).toEqual(['sampler a', 'sampler b', 6])
  ;[-3, -3 - reach, -3 + reach, 1 / 32, 3 / 32].forEach((value, i) => expect(ab[3 + i]).toBeCloseTo(value, 5))
  expect(says).toContain('With 6 seeds and 3 tests no p below 0.094 can come out.')
})

it('holds all against one arm, and has nothing where no seeds are shared', () => {
  const against = differencesOf(armsOf(table, 'fid'), 'fid', 'sampler c')!
  expect(against.table().rows.map(([first, second]) => `${first} ${second}`)).toEqual([
    'sampler a sampler c',
    'sampler b sampler c',
  ])
  // Two tests alone: 2 x 1/32 = 0.0625 still.
  expect(against.says).toContain('no p below 0.063')
  const one = { ...table, rows: table.rows.filter((row) => row['draw.seed'] === 0) }
  expect(differencesOf(armsOf(one, 'fid'), 'fid', '')).toBeNull()
})
