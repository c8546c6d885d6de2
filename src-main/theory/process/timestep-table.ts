/** DDPM's table of timesteps: betas by name, the sigma of each timestep, and the timestep of a sigma that the table lacks. */
import { Refusal } from '#contract/refusal.ts'
import { sigmasOfBetas } from '../grids/units.ts'

export type BetaTable = {
  betas: 'linear' | 'scaled-linear' | 'cosine'
  betaStart: number
  betaEnd: number
  timesteps: number
}
/** `nearest`: the timestep whose log sigma is nearest; `linear`: a broken line through (log sigma, timestep). Beyond the ends, the end. */
export type Interpolation = 'nearest' | 'linear'

type Betas = (table: BetaTable) => Float64Array

/** Betas of timesteps 0 to T - 1, least noise first. */
const BETAS: { readonly [N in BetaTable['betas']]: Betas } = {
  /** Evenly spaced from start to end. Ho et al. 2020, arXiv:2006.11239, section 4. */
  linear: ({ betaStart, betaEnd, timesteps }) => evenly(betaStart, betaEnd, timesteps),
  /** Evenly spaced in sqrt(beta). Rombach et al. 2022, arXiv:2112.10752, as their code has it. */
  'scaled-linear': ({ betaStart, betaEnd, timesteps }) =>
    evenly(Math.sqrt(betaStart), Math.sqrt(betaEnd), timesteps).map((root) => root * root),
  /** 1 - f((i + 1)/T)/f(i/T), at most .999, f(t) = cos^2(pi/2 (t + .008)/1.008). Nichol & Dhariwal 2021, arXiv:2102.09672, eq. 17. */
  cosine: ({ timesteps }) => {
    const f = (t: number) => Math.cos((((t + 0.008) / 1.008) * Math.PI) / 2) ** 2
    return Float64Array.from({ length: timesteps }, (_, i) =>
      Math.min(1 - f((i + 1) / timesteps) / f(i / timesteps), 0.999),
    )
  },
}

function evenly(first: number, last: number, count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => first + ((last - first) * i) / (count - 1))
}

/** sigma_t = sqrt(1/abar_t - 1) of timesteps 0 to T - 1: rising, in the units of the data. */
export function sigmasOfTable(table: BetaTable): Float64Array {
  if (table.betas !== 'cosine' && !(table.betaEnd > table.betaStart))
    throw new Refusal(`beta_end must be above beta_start, got ${table.betaStart} and ${table.betaEnd}.`, {
      field: 'process.beta_end',
    })
  return sigmasOfBetas(BETAS[table.betas](table)).toReversed()
}

/** The timestep of `sigma` by `rule`, among those of `sigmas` (rising). A whole number under `nearest`. */
export function timestepOf(sigmas: Float64Array, sigma: number, rule: Interpolation): number {
  const last = sigmas.length - 1
  if (!(sigma > sigmas[0])) return 0
  if (sigma >= sigmas[last]) return last
  const above = sigmas.findIndex((value) => value > sigma)
  const low = Math.log(sigmas[above - 1])
  const share = (Math.log(sigma) - low) / (Math.log(sigmas[above]) - low)
  return rule === 'linear' ? above - 1 + share : share <= 0.5 ? above - 1 : above
}
