/** Parameters that several grids share: their schema, and how a form shows each. */
import { z } from 'zod'
import type { Numbers } from './grid-row.ts'

export const levels = z
  .number()
  .int()
  .min(2)
  .max(1_000_000)
  .describe('Number of noise levels; ODE samplers append a final 0')
export const range = {
  levels,
  sigma_max: z.number().positive().describe('Largest sigma, sigma_1, in data units'),
  sigma_min: z.number().positive().describe('Smallest sigma, sigma_L, in data units'),
}
export const rho = z.number().positive().default(7).describe('Exponent; larger puts more levels at small sigma')
const smallestTime = z.number().positive().lt(1).describe('Smallest time of the grid')
export const EPS_S = 1e-3
export const epsS = smallestTime.default(EPS_S)
/** Of grids whose files did not name it from the first. */
export const epsSOrImplied = smallestTime.optional()

export type Shown = {
  label: string
  symbol: string
  unit: string
  min: number
  max: number
  log: boolean
  whole?: boolean
}

/** In the order of a form: largest before smallest, as the levels fall. */
export const SHOWN: { readonly [name: string]: Shown } = {
  levels: { label: 'Levels', symbol: 'L', unit: 'steps', min: 2, max: 1000, log: true, whole: true },
  sigma_max: { label: 'Largest sigma', symbol: 'σ₁', unit: 'data units', min: 0.05, max: 500, log: true },
  sigma_min: { label: 'Smallest sigma', symbol: 'σ_L', unit: 'data units', min: 1e-4, max: 1, log: true },
  rho: { label: 'Exponent', symbol: 'ρ', unit: 'no unit', min: 0.2, max: 20, log: true },
  beta_min: { label: 'β at t = 0', symbol: 'β₀', unit: 'per unit time', min: 0, max: 10, log: false },
  beta_max: { label: 'β at t = 1', symbol: 'β₁', unit: 'per unit time', min: 0.1, max: 60, log: false },
  eps_s: { label: 'Smallest time', symbol: 'ε_s', unit: 'of t in [0, 1]', min: 1e-5, max: 0.1, log: true },
  s: { label: 'Offset', symbol: 's', unit: 'no unit', min: 0, max: 0.1, log: false },
}

export const refuseRho = ({ rho }: Numbers) =>
  rho > 0 ? null : { field: 'rho', message: `rho must be above 0; got ${rho}.` }

export const refuseEpsS = (epsS: number, tMax: number) =>
  epsS > 0 && epsS < tMax
    ? null
    : { field: 'eps_s', message: `eps_s is the smallest time and must lie between 0 and ${tMax}; got ${epsS}.` }
