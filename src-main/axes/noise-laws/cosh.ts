/** Log-SNR as uniform times of the cosine process have it. */
import { z } from 'zod'
import { noiseLawRow } from './noise-law-row.ts'

export const cosh = noiseLawRow({
  name: 'cosh',
  title: 'Cosine (sech in log-SNR)',
  formula: 'density of log-SNR sech((log-SNR - mu)/2)/(2 pi), held within 20 of 0',
  source: 'Nichol & Dhariwal 2021, arXiv 2102.09672, as a law of log-SNR by Kingma & Gao 2023, arXiv 2303.00848',
  works: ['nichol2021', 'kingma2023'],
  parameters: { mu: z.number().min(-18).max(18).default(0).describe('Centre, in log-SNR') },
})
