/** Circles about 0, blurred. */
import { z } from 'zod'
import { LAW_2D_DEFAULTS } from './planar-laws.ts'
import { scoreRow } from './score-row.ts'

const { radii, std } = LAW_2D_DEFAULTS.rings

export const rings = scoreRow({
  name: 'rings',
  title: 'Exact, of rings in the plane',
  source: 'Rice 1945, doi:10.1002/j.1538-7305.1945.tb00453.x',
  works: [],
  ofDataset: false,
  parameters: {
    radii: z.array(z.number().positive()).min(1).max(100).default([...radii]).describe('Each as likely as the others'),
    std: z.number().positive().default(std).describe('Standard deviation of the blur'),
  },
}) // prettier-ignore
