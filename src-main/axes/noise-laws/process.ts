/** Uniform times of a forward process, as score_sde trains. */
import { z } from 'zod'
import { processSpec } from '../processes/process-spec.ts'
import { noiseLawRow } from './noise-law-row.ts'

export const processLaw = noiseLawRow({
  name: 'process',
  title: 'Times of a process',
  formula: 't uniform on [eps, t_max], sigma = sigma(t)/alpha(t) of the process',
  source: 'Song et al. 2021, arXiv 2011.13456, eq. 7',
  works: ['song2021sde'],
  parameters: {
    process: processSpec.describe('The forward process that is trained along'),
    eps: z.number().min(0).lt(1).default(1e-5).describe('Least time'),
    t_max: z
      .number()
      .positive()
      .optional()
      .describe('Largest time; the end of the process, or .999 where it ends without signal'),
  },
})
