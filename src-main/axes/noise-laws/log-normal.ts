/** ln sigma ~ N(P_mean, P_std^2). */
import { z } from 'zod'
import { noiseLawRow } from './noise-law-row.ts'

export const logNormal = noiseLawRow({
  name: 'log-normal',
  title: 'Log-normal',
  formula: 'ln sigma ~ N(p_mean, p_std^2)',
  source: 'Karras et al. 2022, arXiv 2206.00364, table 1',
  works: ['karras2022'],
  parameters: { p_mean: z.number().default(-1.2), p_std: z.number().positive().default(1.2) },
})
