/** Quantiles of the log-normal law from which EDM draws sigma in training. */
import { z } from 'zod'
import { gridRow } from './grid-row.ts'
import { rangeOrTable } from './parameters.ts'

export const logNormal = gridRow({
  name: 'log-normal',
  label: 'Log-normal quantiles',
  formula: 'Phi((ln sigma - P_mean)/P_std) even between sigma_max and sigma_min',
  source: 'the law of sigma in training of Karras et al. 2022, arXiv:2206.00364, table 1',
  works: ['karras2022'],
  parameters: {
    ...rangeOrTable,
    p_mean: z.number().default(-1.2).describe('Mean of ln sigma'),
    p_std: z.number().positive().default(1.2).describe('Standard deviation of ln sigma'),
  },
  ends: 'range-or-table',
  process: 've',
  program: {
    name: 'EDM',
    counts: 'levels',
    note: 'As many levels wherever EDM’s training puts as many examples.',
  },
})
