/** One more process is one more row (and its curves): everything else that tells of processes is derived. */
import { expect, it, vi } from 'vitest'
import { z } from 'zod'

vi.mock('#axes/processes/processes.ts', async (original) => {
  const { PROCESS_ROWS } = await original<typeof import('#axes/processes/processes.ts')>()
  const row = {
    name: 'made-up',
    label: 'Made up',
    formula: 'alpha = 1, sigma = twist t',
    source: '',
    works: ['vincent2011'],
    parameters: { twist: z.number().positive(), rho: z.number().default(0.5) },
    first: { twist: 3, rho: 0.5 },
  }
  return { PROCESS_ROWS: [...PROCESS_ROWS, row] }
})

it('is found in the schemas of theory, in the parameters, and in the form and formula of the page', async () => {
  const given = { family: 'made-up', twist: 2 }
  const { processSpec } = await import('#axes/processes/process-spec.ts')
  expect(processSpec.parse(given)).toEqual({ ...given, rho: 0.5 })
  expect(processSpec.safeParse({ family: 'made-up' }).success).toBe(false)
  const { theoryProcess } = await import('#contract/theory.ts')
  expect(theoryProcess.parse({ ...given, t: 0.5 })).toEqual({ ...given, t: 0.5, rho: 0.5 })

  const family = 'made-up' as 'vp-linear'
  const { parametersOf, PROCESS_NAMES } = await import('#theory/process/processes.ts')
  expect(PROCESS_NAMES).toContain(family)
  expect(parametersOf(family)).toEqual(['twist', 'rho'])

  const { FAMILIES, FAMILY_NAMES, fieldsOf } = await import('./theory/process/families.ts')
  expect(FAMILY_NAMES).toContain(family)
  expect(FAMILIES[family].label).toBe('Made up')
  expect(fieldsOf(family)).toEqual(['twist', 'rho'])
  expect(FAMILIES[family].formula).toBe('alpha = 1, sigma = twist t')
})
