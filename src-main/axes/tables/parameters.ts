/** Parameters that several tables share: their schema, and how a form shows each. */
import { z } from 'zod'
import type { Shown } from '../shown.ts'

/** sigma of a timestep between two of the table, and the timestep of a sigma between two. */
export const INTERPOLATIONS = ['nearest', 'linear-sigma', 'log-sigma'] as const
export type Interpolation = (typeof INTERPOLATIONS)[number]

/** What stands for the last level at zero terminal SNR: itself, or the finite sigma that programs put there, 4096. */
export const TERMINALS = ['infinite', 'alpha-bar-2^-24'] as const
export const STAND_IN_ALPHA_BAR = 2 ** -24

const beta = z.number().positive().lt(1)
export const timesteps = z.number().int().min(2).max(100_000).default(1000).describe('Timesteps of training, T')
export const ends = (start: number, end: number) => ({
  timesteps,
  beta_start: beta.default(start).describe('First beta, of the least noise'),
  beta_end: beta.default(end).describe('Last beta'),
})
export const interpolation = z
  .enum(INTERPOLATIONS)
  .optional()
  .describe(
    'Between two timesteps: the nearest, linear in sigma, or linear in log sigma; left out, as the grid’s own program',
  )
export const rescaled = {
  zero_terminal_snr: z
    .boolean()
    .default(false)
    .describe(
      'Whether betas are rescaled so that the last timestep has no signal (Lin et al. 2023); its sigma is infinite',
    ),
  terminal: z
    .enum(TERMINALS)
    .default('infinite')
    .describe(
      'At zero terminal SNR: the infinite sigma itself, or the finite stand-in of diffusers, alpha-bar 2^-24, sigma 4096',
    ),
  interpolation,
}

/** In the order of a form. */
export const TABLE_SHOWN: { readonly [name: string]: Shown } = {
  timesteps: { label: 'Timesteps', symbol: 'T', unit: 'of training', min: 2, max: 4000, log: true, whole: true },
  beta_start: { label: 'First β', symbol: 'β₀', unit: 'per step', min: 1e-6, max: 0.01, log: true },
  beta_end: { label: 'Last β', symbol: 'β_T', unit: 'per step', min: 1e-3, max: 0.5, log: true },
  max_beta: { label: 'Largest β', symbol: 'β max', unit: 'per step', min: 0.5, max: 0.9999, log: false },
  s: { label: 'Offset', symbol: 's', unit: 'no unit', min: 0, max: 0.1, log: false },
  c_1: { label: 'Smallest ratio', symbol: 'C₁', unit: 'no unit', min: 1e-4, max: 0.1, log: true },
  c_2: { label: 'Offset', symbol: 'C₂', unit: 'no unit', min: 0, max: 0.1, log: false },
}
