/** Log-SNR by Cauchy: a peak with heavy tails. */
import { z } from 'zod'
import { noiseLawRow } from './noise-law-row.ts'

export const cauchy = noiseLawRow({
  name: 'cauchy',
  title: 'Cauchy in log-SNR',
  formula: 'log-SNR ~ Cauchy(mu, gamma), held within 20 of 0',
  source: 'Hang et al. 2024, arXiv 2407.03297',
  works: ['hang2024'],
  parameters: {
    mu: z.number().min(-18).max(18).default(0).describe('Centre, in log-SNR'),
    gamma: z.number().positive().max(20).default(1).describe('Half width at half height, in log-SNR'),
  },
})
