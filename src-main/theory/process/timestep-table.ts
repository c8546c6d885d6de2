/** The table of timesteps of a network's card: the sigma of each timestep, and the timestep of a sigma that the table lacks. */
import { Refusal } from '#contract/refusal.ts'
import { tableOf, timestepAt } from '../tables/table.ts'

export type BetaTable = {
  betas: 'linear' | 'scaled-linear' | 'cosine'
  betaStart: number
  betaEnd: number
  timesteps: number
}
/** `nearest`: the timestep whose log sigma is nearest; `linear`: a broken line through (log sigma, timestep). Beyond the ends, the end. */
export type Interpolation = 'nearest' | 'linear'

/** sigma_t = sqrt(1/abar_t - 1) of timesteps 0 to T - 1: rising, in the units of the data. */
export function sigmasOfTable({ betas: name, betaStart, betaEnd, timesteps }: BetaTable): Float64Array {
  if (name === 'cosine') return tableOf({ name, timesteps }).sigmas
  if (!(betaEnd > betaStart))
    throw new Refusal(`beta_end must be above beta_start, got ${betaStart} and ${betaEnd}.`, {
      field: 'process.beta_end',
    })
  return tableOf({ name, timesteps, betaStart, betaEnd }).sigmas
}

/** The timestep of `sigma` by `rule`, among those of `sigmas` (rising). A whole number under `nearest`. */
export const timestepOf = (sigmas: Float64Array, sigma: number, rule: Interpolation): number =>
  timestepAt(sigmas, sigma, rule === 'linear' ? 'log-sigma' : rule)
