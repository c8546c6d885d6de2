/** Each level of a sequence alike. */
import { z } from 'zod'
import { noiseLawRow } from './noise-law-row.ts'

export const sequence = noiseLawRow({
  name: 'sequence',
  title: 'Sequence',
  formula: 'each level of a list alike',
  source: 'Song & Ermon 2019, arXiv 1907.05600, eq. 6',
  works: ['song2019'],
  parameters: { sigmas: z.array(z.number().positive()).min(1).max(1_000_000) },
})
