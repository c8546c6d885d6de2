/** Parameters that several grids share: their schema, and how a form shows each. */
import { z } from 'zod'
import { TERMINALS } from '../tables/parameters.ts'
import { table } from '../tables/tables.ts'
import type { Shown } from '../shown.ts'
import type { Numbers } from './grid-row.ts'

export const levels = z
  .number()
  .int()
  .min(1)
  .max(1_000_000)
  .describe('Number of noise levels; ODE samplers append a final 0')
export const range = {
  levels,
  sigma_max: z.number().positive().describe('Largest sigma, sigma_1, in data units'),
  sigma_min: z
    .number()
    .positive('must be above 0 (samplers that end at 0 append it)')
    .describe('Smallest sigma, sigma_L, in data units'),
}
/** The same ends, or those of a table, whose timesteps the levels then carry. */
export const rangeOrTable = {
  levels,
  sigma_max: range.sigma_max.optional().describe('Largest sigma, sigma_1, in data units; left out, the table’s'),
  sigma_min: range.sigma_min.optional().describe('Smallest sigma, sigma_L, in data units; left out, the table’s'),
  table: table.optional(),
}
/** Of grids that stand on timesteps. */
export const onTable = { levels, table }
export const betaLaw = {
  a: z.number().positive().default(0.6).describe('First shape of the beta law'),
  b: z.number().positive().default(0.6).describe('Second shape of the beta law'),
}
/** Points that are made beyond the clean end and left off. */
export const spare = z.number().int().min(0).max(1).default(0).describe('Points made at the clean end and left off, m')
/** Of grids of a flow: what stands for t = 1, whose sigma is infinite, and a table whose largest sigma they may multiply. */
export const atOne = {
  terminal: z
    .enum(TERMINALS)
    .default('alpha-bar-2^-24')
    .describe('What stands for t = 1: nothing (it is refused), or sigma 4096, alpha-bar 2^-24'),
}
export const rho = z.number().positive().default(7).describe('Exponent; larger puts more levels at small sigma')
const smallestTime = z.number().positive().lt(1).describe('Smallest time of the grid')
export const EPS_S = 1e-3
export const epsS = smallestTime.default(EPS_S)
/** Of grids whose files did not name it from the first. */
export const epsSOrImplied = smallestTime.optional()

/** In the order of a form: largest before smallest, as the levels fall. */
export const SHOWN: { readonly [name: string]: Shown } = {
  levels: { label: 'Levels', symbol: 'L', unit: 'steps', min: 1, max: 1000, log: true, whole: true },
  sigma_max: { label: 'Largest sigma', symbol: 'σ₁', unit: 'data units', min: 0.05, max: 500, log: true },
  sigma_min: { label: 'Smallest sigma', symbol: 'σ_L', unit: 'data units', min: 1e-4, max: 1, log: true },
  rho: { label: 'Exponent', symbol: 'ρ', unit: 'no unit', min: 0.2, max: 20, log: true },
  beta_min: { label: 'β at t = 0', symbol: 'β₀', unit: 'per unit time', min: 0, max: 10, log: false },
  beta_max: { label: 'β at t = 1', symbol: 'β₁', unit: 'per unit time', min: 0.1, max: 60, log: false },
  eps_s: { label: 'Smallest time', symbol: 'ε_s', unit: 'of t in [0, 1]', min: 1e-5, max: 0.1, log: true },
  s: { label: 'Offset', symbol: 's', unit: 'no unit', min: 0, max: 0.1, log: false },
  a: { label: 'First shape', symbol: 'a', unit: 'of the beta law', min: 0.1, max: 5, log: true },
  b: { label: 'Second shape', symbol: 'b', unit: 'of the beta law', min: 0.1, max: 5, log: true },
  offset: { label: 'Offset', symbol: 'k₀', unit: 'timesteps', min: 0, max: 10, log: false, whole: true },
  spare: { label: 'Left off', symbol: 'm', unit: 'points', min: 0, max: 1, log: false, whole: true },
  mu: { label: 'Centre', symbol: 'μ', unit: 'ln σ', min: -4, max: 4, log: false },
  scale: { label: 'Scale', symbol: 'b', unit: 'ln σ', min: 0.05, max: 3, log: true },
  p_mean: { label: 'Mean', symbol: 'P_mean', unit: 'ln σ', min: -4, max: 4, log: false },
  p_std: { label: 'Standard deviation', symbol: 'P_std', unit: 'ln σ', min: 0.1, max: 4, log: true },
  shift: { label: 'Shift', symbol: 's', unit: 'no unit', min: 0.1, max: 20, log: true },
  tokens: { label: 'Tokens', symbol: 'm', unit: 'of the picture', min: 64, max: 16384, log: true, whole: true },
  t_max: { label: 'First time', symbol: 't₁', unit: 'of t in [0, 1]', min: 0.5, max: 1, log: false },
  t_min: { label: 'Last time', symbol: 't_L', unit: 'of t in [0, 1]', min: 1e-4, max: 0.5, log: true },
  stretch_to: { label: 'Stretched to', symbol: 't_L', unit: 'of t in [0, 1]', min: 1e-3, max: 0.5, log: true },
  threshold: { label: 'Threshold', symbol: 'τ', unit: 'of t in [0, 1]', min: 1e-3, max: 0.5, log: true },
  linear_steps: { label: 'Linear steps', symbol: 'n₁', unit: 'steps', min: 1, max: 100, log: true, whole: true },
}

export const refuseRho = ({ rho }: Numbers) =>
  rho > 0 ? null : { field: 'rho', message: `rho must be above 0; got ${rho}.` }

export const refuseEpsS = (epsS: number, tMax: number) =>
  epsS > 0 && epsS < tMax
    ? null
    : { field: 'eps_s', message: `eps_s is the smallest time and must lie between 0 and ${tMax}; got ${epsS}.` }
