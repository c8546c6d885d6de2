/** Two isotropic Gaussians at m and -m in every coordinate: a mixture in as many dimensions as one likes. */
import { z } from 'zod'
import { scoreRow } from './score-row.ts'

export const twoModes = scoreRow({
  name: 'two-modes',
  title: 'Exact, of two Gaussians far apart in high dimension',
  source: 'Aranguri et al. 2025, arXiv:2501.00988',
  works: ['aranguri2025'],
  ofDataset: false,
  parameters: {
    d: z.number().int().min(1).max(100_000).default(1000).describe('Dimension'),
    m: z.number().positive().default(1).describe('Mean of every coordinate, m or -m'),
    std: z.number().positive().default(0.5).describe('Standard deviation around it'),
    p: z.number().gt(0).lt(1).default(0.8).describe('Weight of the mode at m'),
  },
})
