/** A mask that grows: what is hidden at one level stays hidden at every larger one. */
import { z } from 'zod'
import { corruptionRow } from './corruption-row.ts'

export const mask = corruptionRow({
  name: 'mask',
  title: 'Growing mask',
  formula: 'C = diag(0 or 1): of P patches in a random order the first round(level P) are 0',
  source: 'Daras et al. 2022, arXiv:2209.05442, section 5.3; the rule is ours',
  works: ['daras2022soft'],
  parameters: {
    patch: z.number().int().min(1).max(512).default(1).describe('Side in pixels of the squares that are hidden whole'),
    mask_seed: z
      .number()
      .int()
      .min(0)
      .max(Number.MAX_SAFE_INTEGER)
      .default(0)
      .describe('Seed of the order in which patches are hidden, one for all images'),
  },
  level: { symbol: 'm', unit: '', meaning: 'Share of the patches that is hidden', most: 1 },
})
