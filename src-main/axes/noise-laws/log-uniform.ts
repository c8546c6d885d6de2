/** ln sigma uniform between ln sigma_min and ln sigma_max: a geometric sequence with endless levels. */
import { z } from 'zod'
import { noiseLawRow } from './noise-law-row.ts'

export const logUniform = noiseLawRow({
  name: 'log-uniform',
  parameters: { sigma_min: z.number().positive(), sigma_max: z.number().positive() },
  span: ({ sigmaMin, sigmaMax }: { sigmaMin: number; sigmaMax: number }) => [sigmaMin, sigmaMax],
})
