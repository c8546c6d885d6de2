/** A fixed stride from the first timestep up: never reaches the last. */
import { z } from 'zod'
import { gridRow } from './grid-row.ts'
import { onTable, spare } from './parameters.ts'

export const leading = gridRow({
  name: 'leading',
  label: 'Leading',
  formula: 'timestep = k_0 + (N-1+m-i) floor(T/(N+m))',
  source: 'diffusers, timestep_spacing leading; Lin et al. 2023, arXiv:2305.08891, table 2',
  works: ['lin2023'],
  parameters: {
    ...onTable,
    offset: z
      .number()
      .int()
      .min(0)
      .max(1000)
      .default(0)
      .describe('Added to each timestep, k_0; steps_offset of diffusers, 1 for Stable Diffusion'),
    spare,
  },
  ends: 'table',
  process: 'vp',
  twin: { grid: 'leading', parameters: { spare: 1 }, where: 'DPM-Solver++' },
  program: {
    name: 'diffusers',
    counts: 'levels',
    note: 'Never reaches the last timestep, though sampling starts in pure noise. DPM-Solver++’s scheduler has m = 1.',
  },
})
