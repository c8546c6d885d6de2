/** Parameters that several processes share: their schema, and the reach of a slider for each. */
import { z } from 'zod'

const positive = z.number().positive()

export const betas = {
  beta_min: positive.describe('beta(0) in dx = -beta/2 x dt + sqrt(beta) dw'),
  beta_max: positive.describe('beta(1)'),
}
export const sigmas = {
  sigma_min: positive.describe('sigma(0), in data units'),
  sigma_max: positive.describe('sigma(1)'),
}
export const rho = positive.describe('Exponent')
export const interpolant = {
  variance: z
    .union([positive, z.literal('d')])
    .default(1)
    .describe('Variance of the noise end: 1 (VP), d (VE), or a number'),
  d: z.number().int().positive().max(1e12).optional().describe('Dimension of the data, where the variance is d'),
}

export type Slid = { label: string; symbol: string; min: number; max: number; log?: boolean }

/** In the order of a form, by their names in code. */
export const PROCESS_FIELDS: Readonly<Record<string, Slid>> = {
  betaMin: { label: 'Smallest β', symbol: 'beta_min', min: 1e-3, max: 10, log: true },
  betaMax: { label: 'Largest β', symbol: 'beta_max', min: 0.1, max: 100, log: true },
  sigmaMin: { label: 'Smallest σ', symbol: 'sigma_min', min: 1e-4, max: 1, log: true },
  sigmaMax: { label: 'Largest σ', symbol: 'sigma_max', min: 0.1, max: 1000, log: true },
  rho: { label: 'Exponent', symbol: 'rho', min: 0.5, max: 15 },
  s: { label: 'Offset', symbol: 's', min: 1e-4, max: 0.1, log: true },
  variance: { label: 'Variance of the noise', symbol: 's²', min: 0.1, max: 1000, log: true },
}
