import { describe, expect, it } from 'vitest'
import type { RunRecord } from '#contract/run.ts'
import { cellOf, runIds, seedCount } from './run-cells.ts'
import type { Row } from './run-table.ts'
import type { ValuesById } from './run-values.ts'

const run = (id: string, seed: number) => ({ id, seed, latest: { nothing: null } }) as unknown as RunRecord
const values: ValuesById = new Map(
  [1, 2, 6].map((loss, i) => {
    const settings = { n: 64, 'sampler.name': i > 0 ? 'heun' : 'euler', 'schedule.family': 'karras' }
    return [`r${i}`, { group: 'g', values: { loss }, settings } as never]
  }),
)
const runs = [run('r0', 1), run('r1', 2), run('r2', 2)]
const single: Row = { kind: 'run', key: 'r0', run: runs[0], inGroup: false }
const group: Row = { kind: 'group', key: 'g', runs, open: false, of: null }

describe('cellOf', () => {
  it('gives the value of a run, and says where it is not finite or absent', () => {
    expect(cellOf(single, 'loss', values)).toEqual({ text: '1' })
    expect(cellOf(single, 'nothing', values)).toEqual({ text: 'not finite' })
    expect(cellOf(single, 'other', values)).toEqual({ text: '' })
  })

  it('gives mean and standard deviation of a group, with its number and extremes', () => {
    // Mean 3, variance (4 + 1 + 9)/2 = 7.
    expect(cellOf(group, 'loss', values)).toEqual({ text: '3 ± 2.6', title: 'mean of 3, least 1, most 6' })
    expect(cellOf(group, 'n', values)).toEqual({ text: '64' })
    expect(cellOf(group, 'sampler.name', values)).toEqual({ text: '2 values' })
    expect(cellOf(group, 'schedule.family', values)).toEqual({ text: 'karras' })
    expect(cellOf({ ...group, runs: [runs[2]] }, 'loss', values).text).toBe('6 (one seed)')
  })
})

it('a row stands for its runs, and a seed that comes twice counts once', () => {
  expect(runIds(single)).toEqual(['r0'])
  expect(runIds(group)).toEqual(['r0', 'r1', 'r2'])
  expect(seedCount(group)).toBe('2 seeds')
  expect(seedCount({ runs: runs.slice(1) })).toBe('1 seed')
})
