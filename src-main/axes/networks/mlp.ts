/** A few dense layers with the preconditioning of EDM, for points in the plane. */
import { z } from 'zod'
import { dataRange } from '../data-range.ts'
import { networkRow, parametrisation } from './network-row.ts'

export const mlp = networkRow({
  name: 'mlp',
  label: 'MLP, EDM',
  works: ['karras2022'],
  parameters: {
    width: z.number().int().min(4).max(2048).default(128),
    depth: z.number().int().min(1).max(8).default(3),
    sigma_data: z.number().positive().default(1),
    parametrisation,
    data_range: dataRange.default([-1, 1]),
  },
})
