/** The RefineNet of NCSNv2, not told its level: its output is divided by sigma. */
import { z } from 'zod'
import { dataRange } from '../data-range.ts'
import { networkRow } from './network-row.ts'

export const ncsnv2 = networkRow({
  name: 'ncsnv2',
  label: 'NCSNv2',
  works: ['song2020'],
  parameters: {
    ngf: z.number().int().min(4).max(256).default(64).describe('Channels at full resolution'),
    data_range: dataRange.default([0, 1]),
  },
})
