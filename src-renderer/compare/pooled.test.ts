import { expect, it } from 'vitest'
import type { Compared } from './comparison.svelte.ts'
import { pooledRows } from './pooled.ts'

const drawn = (id: string, seed: number, fid: number | null): Compared =>
  ({
    run: { id, seed, name: 'karras', steps: 64, results: [{ name: 'nfe', value: 35, protocol: {} }] },
    evaluation: fid === null ? [] : [{ name: 'fid', value: fid, protocol: {} }],
  }) as unknown as Compared

it('gives mean and standard deviation over the seeds of a group, and no row to a run that stands alone', () => {
  const runs = [drawn('a', 1, 2), drawn('b', 0, 4), drawn('c', 0, 9), drawn('d', 2, null)]
  const [row, ...others] = pooledRows(runs, ['nfe', 'fid'], (id) => (id === 'c' ? 'alone' : 'karras'))
  expect(others).toEqual([])
  expect(row).toMatchObject({ name: 'karras', seeds: [0, 1, 2], samples: 192 })
  expect(row.values.get('fid')).toMatchObject({ mean: 3, n: 2 })
  expect(row.values.get('fid')?.sd).toBeCloseTo(Math.SQRT2, 12)
  expect(row.values.get('nfe')).toMatchObject({ mean: 35, n: 3, sd: 0 })
})
