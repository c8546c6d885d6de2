/** ln sigma uniform: a geometric sequence with endless levels. */
import { z } from 'zod'
import { noiseLawRow } from './noise-law-row.ts'

export const logUniform = noiseLawRow({
  name: 'log-uniform',
  title: 'Log-uniform',
  formula: 'ln sigma uniform between ln sigma_min and ln sigma_max',
  source: 'a geometric sequence with endless levels',
  works: [],
  parameters: { sigma_min: z.number().positive(), sigma_max: z.number().positive() },
})
