/** Each level of a sequence alike. Song & Ermon 2019, arXiv:1907.05600, eq. 6. */
import { z } from 'zod'
import { noiseLawRow } from './noise-law-row.ts'

export const sequence = noiseLawRow({
  name: 'sequence',
  parameters: { sigmas: z.array(z.number().positive()).min(1).max(1_000_000) },
  span: ({ sigmas }: { sigmas: readonly number[] }) => [
    sigmas.reduce((a, b) => Math.min(a, b)),
    sigmas.reduce((a, b) => Math.max(a, b)),
  ],
})
