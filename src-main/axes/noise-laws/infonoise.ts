/** The density follows the entropy rate of the data, measured on the losses of the training itself. */
import { z } from 'zod'
import { noiseLawRow } from './noise-law-row.ts'

export const infoNoise = noiseLawRow({
  name: 'infonoise',
  title: 'InfoNoise',
  formula:
    'first ln sigma ~ N(p_mean, p_std^2) within the range; from warm_up on density x weight ~ measured entropy rate mmse/sigma^2, gated',
  source: 'Raya et al. 2026, arXiv 2602.18647, eq. 13 to 16',
  works: ['raya2026'],
  parameters: {
    sigma_min: z.number().positive().default(0.002).describe('Least sigma that is drawn'),
    sigma_max: z.number().positive().default(80).describe('Largest sigma that is drawn'),
    p_mean: z.number().default(-1.2).describe('Of the law that is drawn from first'),
    p_std: z.number().positive().default(1.2).describe('Of the law that is drawn from first'),
    warm_up: z.number().int().min(1).default(500).describe('Steps before the density is measured first'),
    refresh_every: z.number().int().min(1).default(100).describe('Steps between its updates after that'),
    gate: z
      .number()
      .min(0)
      .optional()
      .describe(
        'Sigma below which the rate is not trusted; the onset of information where it is not given, 0 is no gate',
      ),
  },
})
