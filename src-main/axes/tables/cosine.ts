/** The cosine table of improved DDPM, betas held below one. */
import { z } from 'zod'
import { rescaled, timesteps } from './parameters.ts'
import { tableRow } from './table-row.ts'

export const cosineTable = tableRow({
  name: 'cosine',
  label: 'Cosine ᾱ (squaredcos_cap_v2)',
  formula: 'beta_i = min(1 - f((i+1)/T)/f(i/T), max_beta), f(t) = cos^2(pi/2 (t+s)/(1+s))',
  source: 'Nichol & Dhariwal 2021, arXiv:2102.09672, eq. 17',
  works: ['nichol2021'],
  parameters: {
    timesteps,
    s: z.number().nonnegative().lt(1).default(0.008).describe('Offset that keeps the first beta from 0'),
    max_beta: z.number().positive().lt(1).default(0.999).describe('No beta is above this'),
    ...rescaled,
  },
})
