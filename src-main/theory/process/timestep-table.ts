/** The table of timesteps of a network's card: the sigma of each timestep, and the timestep of a sigma that the table lacks. */
import { Refusal } from '#contract/refusal.ts'
import { tableOf, timestepAt } from '../tables/table.ts'

export type BetaTable = {
  betas: 'linear' | 'scaled-linear' | 'cosine' | 'sigmoid'
  betaStart: number
  betaEnd: number
  timesteps: number
  /** Rescaled so that the last timestep holds no signal; sigma 4096, as programs have it, stands for its infinite one. */
  zeroTerminalSnr?: boolean
}
/** `nearest`: the timestep whose log sigma is nearest; `linear`: a broken line through (log sigma, timestep). Beyond the ends, the end. */
export type Interpolation = 'nearest' | 'linear'

/** sigma_t = sqrt(1/abar_t - 1) of timesteps 0 to T - 1: rising, in the units of the data. */
export function sigmasOfTable({ betas: name, betaStart, betaEnd, timesteps, ...rest }: BetaTable): Float64Array {
  const terminal = rest.zeroTerminalSnr ? ({ zeroTerminalSnr: true, terminal: 'alpha-bar-2^-24' } as const) : {}
  if (name === 'cosine') return tableOf({ name, timesteps, ...terminal }).sigmas
  if (!(betaEnd > betaStart))
    throw new Refusal(`beta_end must be above beta_start, got ${betaStart} and ${betaEnd}.`, {
      field: 'process.beta_end',
    })
  return tableOf({ name, timesteps, betaStart, betaEnd, ...terminal }).sigmas
}

/** The timestep of `sigma` by `rule`, among those of `sigmas` (rising). A whole number under `nearest`. */
export const timestepOf = (sigmas: Float64Array, sigma: number, rule: Interpolation): number =>
  timestepAt(sigmas, sigma, rule === 'linear' ? 'log-sigma' : rule)
