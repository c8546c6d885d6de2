/** Improved DDPM's table as EDM walks it: levels from a recursion, not from betas. */
import { z } from 'zod'
import { interpolation, timesteps } from './parameters.ts'
import { tableRow } from './table-row.ts'

export const iddpmTable = tableRow({
  name: 'iddpm',
  label: 'iDDPM, as EDM has it',
  formula:
    'u_M = 0, u_(j-1)^2 = (u_j^2 + 1)/max(abar_(j-1)/abar_j, C_1) - 1, abar_j = sin^2(pi/2 j/(M (C_2+1))); timestep M-1-j',
  source: 'Karras et al. 2022, arXiv:2206.00364, table 1, after Nichol & Dhariwal 2021',
  works: ['karras2022', 'nichol2021'],
  parameters: {
    timesteps,
    c_1: z.number().positive().lt(1).default(0.001).describe('Smallest ratio of two alpha-bars, C_1'),
    c_2: z.number().nonnegative().lt(1).default(0.008).describe('Offset of the cosine, C_2'),
    interpolation,
  },
})
