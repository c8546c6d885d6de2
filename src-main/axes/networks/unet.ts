/** A U-Net with the preconditioning of EDM. */
import { z } from 'zod'
import { dataRange } from '../data-range.ts'
import { networkRow, parametrisation } from './network-row.ts'

export const unet = networkRow({
  name: 'unet',
  label: 'U-Net, EDM',
  works: ['karras2022'],
  parameters: {
    base: z.number().int().min(4).max(256).default(32).describe('Channels at full resolution'),
    multipliers: z.array(z.number().int().min(1).max(16)).min(1).max(6).default([1, 2, 2]),
    blocks: z.number().int().min(1).max(4).default(1).describe('Residual blocks a level'),
    attention: z.array(z.number().int().positive()).default([]).describe('Image sizes at which attention is added'),
    groups: z.number().int().min(1).max(32).default(4).describe('Groups of the group normalisation'),
    sigma_data: z
      .number()
      .positive()
      .default(0.5)
      .describe('Standard deviation of the data in its range (EDM preconditioning)'),
    parametrisation,
    data_range: dataRange.default([-1, 1]),
  },
})
