/** One more grid is one more row: everything else that tells of grids is derived. */
import { expect, it, vi } from 'vitest'
import { z } from 'zod'

vi.mock('#axes/grids/grids.ts', async (original) => {
  const { GRID_ROWS } = await original<typeof import('#axes/grids/grids.ts')>()
  const row = {
    name: 'made-up',
    label: 'Made up',
    formula: 'sigma = 2 - twist u',
    source: '',
    works: ['vincent2011'],
    parameters: { levels: z.number(), rho: z.number().default(0.5).describe('Twist of it') },
    process: 've',
    sigma: (u: number, { rho }: Record<string, number>) => 2 - rho * u,
  }
  return { GRID_ROWS: [...GRID_ROWS, row] }
})

it('is found in schema, levels, run form, sheet, doctor, bibliography and files', async () => {
  const given = { family: 'made-up', levels: 3 }
  const { scheduleSpec } = await import('#contract/schedule.ts')
  expect(scheduleSpec.parse(given)).toEqual({ ...given, rho: 0.5 })

  const { sigmaSequence } = await import('#theory/grids/sequences.ts')
  expect([...sigmaSequence(given as never)]).toEqual([2, 1.75, 1.5])

  const { formFields } = await import('./runs/new/form-fields.ts')
  expect(JSON.stringify(formFields('sample'))).toContain('Twist of it')

  const { FAMILY_LABELS, FAMILY_NAMES, fieldsOf, parametersFor } = await import('./schedules/families.ts')
  const family = 'made-up' as 'karras'
  expect(FAMILY_NAMES).toContain(family)
  expect(FAMILY_LABELS[family]).toBe('Made up')
  expect(fieldsOf(family).map(({ field }) => field)).toEqual(['levels', 'rho'])

  const { judgementOf } = await import('./judging/diagnosis.ts')
  const shape = { kind: 'family' as const, family, parameters: parametersFor(family, {}, [-1, 1]) }
  expect(Array.isArray(judgementOf({ shape, dataRange: [-1, 1] } as never, { name: 'heun' }, null).findings)).toBe(true)
  const { specOf } = await import('./shape/draft.ts')
  expect(scheduleSpec.parse(specOf({ name: '', shape, dataRange: [-1, 1] })).family).toBe('made-up')

  const { bibtexOf } = await import('./compare/files/bibtex.ts')
  const run = { kind: 'sample', schedule: given, sampler: { name: 'heun' } }
  expect(bibtexOf([run as never])).toContain('vincent2011dsm')
})
