/** The RefineNet of NCSN, whose norms know the levels trained at. */
import { z } from 'zod'
import { dataRange } from '../data-range.ts'
import { networkRow } from './network-row.ts'

/** Geometric from 1 to .01 in ten levels: NCSN's own (Song & Ermon 2019, arXiv:1907.05600, section 4.3). */
const TEN_LEVELS = Array.from({ length: 10 }, (_, i) => 10 ** ((-2 * i) / 9))

export const ncsn = networkRow({
  name: 'ncsn',
  label: 'NCSN',
  works: ['song2019'],
  parameters: {
    ngf: z.number().int().min(4).max(256).default(64).describe('Channels at full resolution'),
    sigmas: z
      .array(z.number().positive())
      .min(1)
      .max(1000)
      .default(TEN_LEVELS)
      .describe('Noise levels that the norms know, as trained at; another sigma is taken for the nearest in ln sigma'),
    data_range: dataRange.default([0, 1]),
  },
})
