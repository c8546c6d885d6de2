/** Every grid and table of the field against the programs that have them, or against values worked out apart. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { GRID_ROWS } from '#axes/grids/grids.ts'
import { TABLE_ROWS } from '#axes/tables/tables.ts'
import { toCamel } from '#contract/casing.ts'
import { tableOf, type TableInput } from '../tables/table.ts'
import { resolveLevels, type ScheduleSpec } from './sequences.ts'

type Known = { n: number; at?: number[]; sigmas: number[] }
type Case = {
  by: string
  float32: boolean
  /** A table alone is written rising. */
  of: 'sigmas' | 'times' | 'table'
  spec: { family: string; interpolation?: string; table?: unknown }
  levels: Known[]
}
const { cases } = JSON.parse(readFileSync(join(import.meta.dirname, 'testing', 'field-grids.json'), 'utf8')) as {
  cases: Case[]
}

/** The script writes `interpolation` beside the grid; it is the table's. */
function specOf({ interpolation, ...spec }: Case['spec'], levels: number): ScheduleSpec {
  const table = interpolation ? { name: spec.table, interpolation } : spec.table
  return toCamel({ ...spec, ...(table !== undefined && { table }), levels }) as unknown as ScheduleSpec
}
const nameOf = ({ by, spec }: Case) => `${by}: ${JSON.stringify(spec)}`

describe.each(cases.map((one) => [nameOf(one), one] as const))('%s', (_, { spec, levels, float32, of }) => {
  it.each(levels.map((known) => [known.n, known] as const))('%i levels', (n, known) => {
    const given = specOf(spec, n)
    const found =
      of === 'table' ? tableOf((given as unknown as { table: TableInput }).table).sigmas : resolveLevels(given)[of]!
    expect(found).toHaveLength(n)
    const at = known.at ?? known.sigmas.map((_, i) => i)
    // What a package prints in float32 cannot be held more closely.
    for (const [k, i] of at.entries()) {
      const off = Math.abs(found[i] / known.sigmas[k] - 1)
      expect(off, `level ${i}: ${found[i]} against ${known.sigmas[k]}`).toBeLessThan(float32 ? 2e-6 : 1e-6)
    }
  })
})

describe('the grids of the field', () => {
  const COUNTS = [1, 2, 7, 10, 15, 20, 50, 1000]
  const OF_PROGRAMS = GRID_ROWS.filter((row) => 'program' in row)

  it('are each held against something', () => {
    const held = new Set(cases.map(({ spec }) => spec.family))
    expect(OF_PROGRAMS.map(({ name }) => name).filter((name) => !held.has(name))).toEqual([])
    const tables = new Set(
      cases.map(({ spec }) => (typeof spec.table === 'object' ? (spec.table as { name: string }).name : spec.table)),
    )
    expect(TABLE_ROWS.map(({ name }) => name).filter((name) => !tables.has(name))).toEqual(['betas'])
  })

  it.each(OF_PROGRAMS.map((row) => row.name))(
    '%s gives exactly as many levels as are asked for, falling and above 0',
    (family) => {
      const table = family === 'flow' ? {} : { table: 'scaled-linear' }
      for (const levels of COUNTS) {
        const { sigmas, timesteps } = resolveLevels({ family, levels, ...table } as ScheduleSpec)
        expect(sigmas).toHaveLength(levels)
        for (let i = 1; i < levels; i++) expect(sigmas[i]).toBeLessThan(sigmas[i - 1])
        expect(sigmas[levels - 1]).toBeGreaterThan(0)
        if (timesteps) for (let i = 1; i < levels; i++) expect(timesteps[i]).toBeLessThanOrEqual(timesteps[i - 1])
      }
    },
  )
})
