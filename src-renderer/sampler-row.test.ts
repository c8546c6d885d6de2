/** One more sampler is one more row: everything else that tells of samplers is derived. */
import { expect, it, vi } from 'vitest'
import { z } from 'zod'

vi.mock('#axes/samplers/samplers.ts', async (original) => {
  const { SAMPLER_ROWS } = await original<typeof import('#axes/samplers/samplers.ts')>()
  const { onePerLevel, onOde } = await import('#axes/row.ts')
  const law = { ...onOde, name: 'made-up-law', label: 'Made up', title: 'A law', source: '', slot: 11, onCanvas: true }
  const row = {
    ...onePerLevel,
    name: 'made-up',
    title: 'Made up',
    source: '',
    works: ['vincent2011'],
    order: 1,
    law,
    studied: true,
    look: 'Made up',
    doctor: { langevin: false },
    kDiffusion: 'sample_made_up',
    parameters: { twist: z.number().default(3).describe('Twist of it') },
  }
  return { SAMPLER_ROWS: [...SAMPLER_ROWS, row] }
})

it('is found in schema, form, look, doctor, oracle, study, bibliography and export', async () => {
  const { samplerSpec } = await import('#contract/sampler.ts')
  expect(samplerSpec.parse({ name: 'made-up' })).toEqual({ name: 'made-up', twist: 3 })

  const { formFields } = await import('./runs/new/form-fields.ts')
  const config = { kind: 'sample', network: 'mnist-unet', schedule: {}, sampler: { name: 'made-up', twist: 3 } }
  expect(JSON.stringify(formFields('sample'))).toContain('Twist of it')

  const { LOOK_SAMPLERS } = await import('./schedules/look/quick-look.svelte.ts')
  expect(LOOK_SAMPLERS.map(({ label }) => label)).toContain('Made up')

  const { diagnose } = await import('#theory/grids/doctor/doctor.ts')
  expect(() => diagnose({ sigmas: [2, 1], sampler: 'made-up' as 'heun' })).not.toThrow()
  const { doctorOptions, theoryOptimise } = await import('#contract/theory.ts')
  expect(doctorOptions.parse({ sampler: 'made-up' }).sampler).toBe('made-up')

  const optimise = { family: 'edm', spectrum: [1], scheme: 'made-up-law', points: 5 }
  expect(theoryOptimise.parse(optimise).scheme).toBe('made-up-law')
  const { CANVAS_SCHEMES, PAGE_SCHEMES, SCHEME_ROWS } = await import('./theory/oracle/schemes.ts')
  expect([PAGE_SCHEMES, CANVAS_SCHEMES].every((names) => (names as string[]).includes('made-up-law'))).toBe(true)
  expect((SCHEME_ROWS as Record<string, { label: string }>)['made-up-law'].label).toBe('Made up')

  const { gridStudyOptions } = await import('#contract/study.ts')
  expect(gridStudyOptions.parse({ sampler: 'made-up' }).sampler).toBe('made-up')

  const { bibtexOf } = await import('./compare/files/bibtex.ts')
  expect(bibtexOf([{ ...config, schedule: { family: 'list' } } as never])).toContain('vincent2011dsm')
  const { snippetFor } = await import('#theory/grids/take/snippets.ts')
  expect(snippetFor('k-diffusion', { family: 'list', sigmas: [2, 1] }, { sampler: 'made-up' })).toContain(
    'sampling.sample_made_up(',
  )
})
