/** Published lists that were optimised for a network, log-linear between. */
import { z } from 'zod'
import { table } from '../tables/tables.ts'
import { gridRow } from './grid-row.ts'
import { levels, spare } from './parameters.ts'

export const AYS_MODELS = ['sd15', 'sdxl', 'svd'] as const

export const alignYourSteps = gridRow({
  name: 'align-your-steps',
  label: 'Align Your Steps',
  formula: 'ln sigma a broken line through the eleven published levels',
  source: 'Sabour et al. 2024, arXiv:2404.14507; the lists of its quick-start guide',
  works: ['sabour2024'],
  parameters: {
    levels,
    model: z.enum(AYS_MODELS).default('sd15').describe('Which published list'),
    spare: spare.default(1),
    table: table.optional(),
  },
  process: 'vp',
  twin: { grid: 'align-your-steps', parameters: { spare: 0 }, where: 'AUTOMATIC1111' },
  program: {
    name: 'ComfyUI, AUTOMATIC1111',
    counts: 'steps',
    note: 'ComfyUI places N+1 points and puts 0 for the last (m = 1): ten steps are the first ten published levels. AUTOMATIC1111 places N and appends 0 (m = 0): eleven levels are the published list.',
  },
})
