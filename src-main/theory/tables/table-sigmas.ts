/** The sigmas of every table of timesteps, by name: closed forms in float64, least noise first. */
import { STAND_IN_ALPHA_BAR } from '#axes/tables/parameters.ts'
import type { TableConfig, TableName } from '#axes/tables/tables.ts'
import type { Camel } from '#contract/casing.ts'
import { Refusal } from '#contract/refusal.ts'
import { sigmasOfBetas } from '../grids/units.ts'

/** As parsed, camelCase. */
export type TableSpec = Camel<TableConfig>
type SpecOf<N extends TableName> = Extract<TableSpec, { name: N }>

/** v_i = v_0 + (v_(n-1) - v_0) i/(n-1). */
export function evenly(first: number, last: number, count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, i) =>
    count === 1 ? first : first + ((last - first) * i) / (count - 1),
  )
}

/** Betas of timesteps 0 to T - 1, least noise first. */
const BETAS: { readonly [N in Exclude<TableName, 'iddpm'>]: (table: SpecOf<N>) => Float64Array } = {
  /** Evenly spaced from start to end. Ho et al. 2020, arXiv:2006.11239, section 4. */
  linear: ({ betaStart, betaEnd, timesteps }) => evenly(betaStart, betaEnd, timesteps),
  /** Evenly spaced in sqrt(beta). Rombach et al. 2022, arXiv:2112.10752, as their code has it. */
  'scaled-linear': ({ betaStart, betaEnd, timesteps }) =>
    evenly(Math.sqrt(betaStart), Math.sqrt(betaEnd), timesteps).map((root) => root * root),
  /** 1 - f((i + 1)/T)/f(i/T), at most max_beta, f(t) = cos^2(pi/2 (t + s)/(1 + s)). Nichol & Dhariwal 2021, arXiv:2102.09672, eq. 17. */
  cosine: ({ timesteps, s, maxBeta }) => {
    const f = (t: number) => Math.cos((((t + s) / (1 + s)) * Math.PI) / 2) ** 2
    return Float64Array.from({ length: timesteps }, (_, i) =>
      Math.min(1 - f((i + 1) / timesteps) / f(i / timesteps), maxBeta),
    )
  },
  /** A logistic curve over [-6, 6]. Xu et al. 2022, arXiv:2203.02923. */
  sigmoid: ({ betaStart, betaEnd, timesteps }) =>
    evenly(-6, 6, timesteps).map((v) => betaStart + (betaEnd - betaStart) / (1 + Math.exp(-v))),
  betas: ({ betas }) => Float64Array.from(betas),
}

/**
 * sqrt(abar) less its last value, then scaled so that its first stays: the last timestep has no signal. Rising sigmas in and out,
 * the last one out infinite. Lin et al. 2023, arXiv:2305.08891, algorithm 1. sqrt(abar) = 1/sqrt(1 + sigma^2).
 */
export function atZeroTerminalSnr(sigmas: Float64Array): Float64Array {
  const roots = sigmas.map((sigma) => 1 / Math.sqrt(1 + sigma * sigma))
  const [first, last] = [roots[0], roots[roots.length - 1]]
  return roots.map((root, i) => {
    if (i === 0) return sigmas[0]
    const scaled = ((root - last) * first) / (first - last)
    return Math.sqrt(1 - scaled * scaled) / scaled
  })
}

/** sigma of alpha-bar 2^-24: what stands for the infinite last level. */
export const STAND_IN_SIGMA = Math.sqrt(1 / STAND_IN_ALPHA_BAR - 1)

/** u_0 > .. > u_M = 0 of improved DDPM, the 0 left out and turned round. Karras et al. 2022, arXiv:2206.00364, table 1. */
function iddpm({ timesteps: M, c1, c2 }: SpecOf<'iddpm'>): Float64Array {
  const alphaBar = (j: number) => Math.sin((Math.PI / 2) * (j / (M * (c2 + 1)))) ** 2
  const rising = new Float64Array(M)
  let u = 0
  for (let j = M; j > 0; j--) {
    u = Math.sqrt((u * u + 1) / Math.max(alphaBar(j - 1) / alphaBar(j), c1) - 1)
    rising[M - j] = u
  }
  return rising
}

/** sigma_t = sqrt(1/abar_t - 1) of timesteps 0 to T - 1, rising; the last infinite at zero terminal SNR without a stand-in. */
export function tableSigmas(table: TableSpec): Float64Array {
  if (table.name === 'iddpm') return iddpm(table)
  if ('betaStart' in table && !(table.betaEnd > table.betaStart))
    throw new Refusal(`beta_end must be above beta_start, got ${table.betaStart} and ${table.betaEnd}.`, {
      field: 'table.beta_end',
    })
  const betas = (BETAS[table.name] as (table: TableSpec) => Float64Array)(table)
  const rising = sigmasOfBetas(betas).toReversed()
  if (!table.zeroTerminalSnr) return rising
  const rescaled = atZeroTerminalSnr(rising)
  if (table.terminal !== 'infinite') rescaled[rescaled.length - 1] = STAND_IN_SIGMA
  return rescaled
}
