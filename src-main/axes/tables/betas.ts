/** A table from its betas, as they were handed over. */
import { z } from 'zod'
import { rescaled } from './parameters.ts'
import { tableRow } from './table-row.ts'

export const betasTable = tableRow({
  name: 'betas',
  label: 'A list of β',
  formula: 'beta_i as given',
  source: 'Ho et al. 2020, arXiv:2006.11239, eq. 2',
  works: ['ho2020'],
  parameters: {
    betas: z
      .array(z.number())
      .min(2)
      .max(100_000)
      .describe('Each above 0 and below 1, least noise first; on the command line also a 1-D .npy'),
    ...rescaled,
  },
})
