/** ln sigma ~ N(P_mean, P_std^2). Karras et al. 2022, arXiv:2206.00364, table 1. */
import { z } from 'zod'
import { noiseLawRow } from './noise-law-row.ts'

export const logNormal = noiseLawRow({
  name: 'log-normal',
  parameters: { p_mean: z.number().default(-1.2), p_std: z.number().positive().default(1.2) },
  span: ({ pMean, pStd }: { pMean: number; pStd: number }) => [
    Math.exp(pMean - 2.5 * pStd),
    Math.exp(pMean + 2.5 * pStd),
  ],
})
