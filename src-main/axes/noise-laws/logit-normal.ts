/** Times of a flow whose logit is normal: log-normal in sigma = t/(1 - t). */
import { z } from 'zod'
import { noiseLawRow } from './noise-law-row.ts'

export const logitNormal = noiseLawRow({
  name: 'logit-normal',
  title: 'Logit-normal',
  formula: 'logit t ~ N(mean, std^2) of the flow x_t = (1 - t) x_0 + t z, then sigma = shift t/(1 - t)',
  source: 'Esser et al. 2024, arXiv 2403.03206, section 3.1',
  works: ['esser2024'],
  parameters: {
    mean: z.number().default(0).describe('Mean of logit t; above 0 trains more at noise'),
    std: z.number().positive().default(1).describe('Standard deviation of logit t'),
    shift: z.number().positive().default(1).describe('Factor of sigma = t/(1 - t), as for larger images'),
  },
})
