/** Quantiles of a Laplace law of log sigma. */
import { z } from 'zod'
import { gridRow } from './grid-row.ts'
import { rangeOrTable } from './parameters.ts'

export const laplace = gridRow({
  name: 'laplace',
  label: 'Laplace',
  formula: 'ln sigma = mu - b sgn(1/2-u) ln(1 - 2|1/2-u| + 1e-5), held within sigma_min and sigma_max',
  source: 'Hang et al. 2024, arXiv:2407.03297, as ComfyUI has it',
  works: ['hang2024'],
  parameters: {
    ...rangeOrTable,
    mu: z.number().default(0).describe('Centre of ln sigma'),
    scale: z.number().positive().default(0.5).describe('Scale b of the Laplace law (beta in ComfyUI)'),
  },
  ends: 'range-or-table',
  process: 've',
  program: {
    name: 'ComfyUI',
    counts: 'levels',
    note: 'N levels without a last 0. Levels that the program holds at an end, and so repeats, are spread evenly in log sigma to the next free one.',
  },
})
