/** Variance preserving, alpha a quarter of a cosine. */
import { z } from 'zod'
import { processRow } from './process-row.ts'

export const vpCosine = processRow({
  name: 'vp-cosine',
  label: 'VP cosine',
  formula: 'alpha = cos(pi/2 (t+s)/(1+s)) / cos(pi/2 s/(1+s)), sigma^2 = 1 - alpha^2',
  source: 'Nichol & Dhariwal 2021, arXiv 2102.09672',
  works: ['nichol2021'],
  parameters: { s: z.number().positive().default(0.008).describe('Offset that keeps beta(0) above 0') },
  first: { s: 0.008 },
})
