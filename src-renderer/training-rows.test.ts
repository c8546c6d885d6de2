/** One more network, noise law or objective is one more row: everything else that tells of them is derived. */
import { expect, it, vi } from 'vitest'
import { z } from 'zod'

const parameters = { twist: z.number().default(3).describe('Twist of it') }
vi.mock('#axes/networks/networks.ts', async (original) => {
  const { NETWORK_ROWS } = await original<typeof import('#axes/networks/networks.ts')>()
  return { NETWORK_ROWS: [...NETWORK_ROWS, { name: 'made-net', label: 'Made net', works: ['lu2022'], parameters }] }
})
vi.mock('#axes/noise-laws/noise-laws.ts', async (original) => {
  const laws = await original<typeof import('#axes/noise-laws/noise-laws.ts')>()
  const row = { name: 'made-law', parameters, span: () => [1, 2] }
  return { ...laws, NOISE_LAW_ROWS: [...laws.NOISE_LAW_ROWS, row] }
})
vi.mock('#axes/objectives/objectives.ts', async (original) => {
  const { OBJECTIVE_ROWS } = await original<typeof import('#axes/objectives/objectives.ts')>()
  return { OBJECTIVE_ROWS: [...OBJECTIVE_ROWS, { name: 'made-loss', formula: 'x - y', works: ['ho2020'] }] }
})

it('is found in schema, form, list of models and bibliography', async () => {
  const { networkSpec, noiseSpec, objectiveSpec } = await import('#contract/network.ts')
  expect(networkSpec.parse({ architecture: 'made-net' })).toEqual({ architecture: 'made-net', twist: 3 })
  expect(noiseSpec.parse({ name: 'made-law' })).toEqual({ name: 'made-law', twist: 3 })
  expect(objectiveSpec.parse({ name: 'made-loss' }).name).toBe('made-loss')

  const { formFields } = await import('./runs/new/form-fields.ts')
  const form = JSON.stringify(formFields('train'))
  for (const part of ['made-net', 'made-law', 'made-loss', 'Twist of it', 'made-loss: x - y'])
    expect(form).toContain(part)

  const { bibtexOf } = await import('./compare/files/bibtex.ts')
  const run = { kind: 'train', network: { architecture: 'made-net' }, objective: { name: 'made-loss' } }
  expect(bibtexOf([run as never])).toMatch(/lu2022dpmpp[\s\S]*ho2020ddpm/)
})
