/** The standard normal of the plane, bent. */
import { z } from 'zod'
import { LAW_2D_DEFAULTS } from './planar-laws.ts'
import { scoreRow } from './score-row.ts'

export const banana = scoreRow({
  name: 'banana',
  title: 'Exact, of a bent normal in the plane',
  source: 'Haario, Saksman & Tamminen 1999, doi:10.1007/s001800050022',
  works: [],
  ofDataset: false,
  parameters: {
    bend: z.number().min(-10).max(10).default(LAW_2D_DEFAULTS.banana.bend).describe('(x, y + bend (x^2 - 1)) is standard normal'),
  },
}) // prettier-ignore
