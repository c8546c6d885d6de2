/** Log-SNR by Laplace: most effort where signal and noise are alike. */
import { z } from 'zod'
import { noiseLawRow } from './noise-law-row.ts'

export const laplace = noiseLawRow({
  name: 'laplace',
  title: 'Laplace in log-SNR',
  formula: 'log-SNR ~ Laplace(mu, b), held within 20 of 0',
  source: 'Hang et al. 2024, arXiv 2407.03297',
  works: ['hang2024'],
  parameters: {
    mu: z.number().min(-18).max(18).default(0).describe('Centre, in log-SNR'),
    b: z.number().positive().max(20).default(0.5).describe('Width, in log-SNR'),
  },
})
