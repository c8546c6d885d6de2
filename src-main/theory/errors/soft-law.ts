/** Exact laws, per frequency, of the samplers under a corruption that is diagonal there, as a periodic blur is. */
import type { Level } from '../grids/levels.ts'
import { periodicGains } from '../corruptions/gaussian-blur.ts'

export const SOFT_SAMPLERS = ['naive', 'momentum', 'momentum-ode'] as const
export type SoftSampler = (typeof SOFT_SAMPLERS)[number]

/** Gain and noise of the corruption at one frequency, at a level and at the next below it. */
type Step = { c: number; sigma: number; cNext: number; sigmaNext: number; lambda: number }

/**
 * The variance after one step of a frequency of data variance lambda, with g = c lambda/(c^2 lambda + sigma^2) the gain of
 * E[x_0 | x]. For Gaussian data every sampler is linear, so that this is its law (Daras et al. 2022, arXiv:2209.05442, algorithms
 * 1 and 2):
 *
 * naive         x' = c' g x + sigma' z
 * momentum      x' = (1 + (c' - c) g - r (c g - 1)) x + sqrt(sigma^2 - sigma'^2) z, r = (sigma'^2 - sigma^2)/sigma^2
 * momentum-ode  x' = (1 + (c' - c) g - (r/2) (c g - 1)) x
 */
const STEPS: { readonly [S in SoftSampler]: (v: number, step: Step) => number } = {
  naive: (v, step) => (step.cNext * guess(step)) ** 2 * v + step.sigmaNext ** 2,
  momentum: (v, step) => drift(step, 1) ** 2 * v + step.sigma ** 2 - step.sigmaNext ** 2,
  'momentum-ode': (v, step) => drift(step, 1 / 2) ** 2 * v,
}

const guess = ({ c, sigma, lambda }: Step) => (c * lambda) / (c * c * lambda + sigma * sigma)

function drift(step: Step, share: number): number {
  const { c, cNext, sigma, sigmaNext } = step
  const g = guess(step)
  const r = (sigmaNext ** 2 - sigma ** 2) / sigma ** 2
  return 1 + (cNext - c) * g - share * r * (c * g - 1)
}

export type SoftQuestion = {
  /** Where the walk stops, t from 1 down; it begins in the exact law of the first. */
  levels: readonly Level[]
  /** Variances of the data at `frequencies` of a period of `size` pixels. */
  spectrum: readonly number[]
  frequencies: readonly number[]
  size: number
  sampler: SoftSampler
}
export type SoftLaw = {
  /** At the last level; of each frequency. */
  variances: number[]
  /** Those of the exact law there: c^2 lambda + sigma^2. */
  targets: number[]
  /** sqrt(sum_k (sqrt v_k - sqrt target_k)^2), each frequency once. */
  w2: number
  /** Variance at each level, first to last, one list a frequency; and that of the exact law. */
  along: number[][]
  exact: number[][]
}

/** What a sampler ends in, and what it passes through, on Gaussian data. */
export function softLaw({ levels, spectrum, frequencies, size, sampler }: SoftQuestion): SoftLaw {
  const gains = levels.map(({ corruption = 0 }) => periodicGains(size, corruption))
  const step = STEPS[sampler]
  const exact = spectrum.map((lambda, k) =>
    levels.map(({ sigma }, i) => gains[i][frequencies[k]] ** 2 * lambda + sigma ** 2),
  )
  const along = spectrum.map((lambda, k) => {
    const path = [exact[k][0]]
    for (let i = 1; i < levels.length; i++) {
      const [c, cNext] = [gains[i - 1][frequencies[k]], gains[i][frequencies[k]]]
      path.push(step(path[i - 1], { c, cNext, sigma: levels[i - 1].sigma, sigmaNext: levels[i].sigma, lambda }))
    }
    return path
  })
  const last = (lists: number[][]) => lists.map((list) => list[list.length - 1])
  const [variances, targets] = [last(along), last(exact)]
  const w2 = Math.hypot(...variances.map((v, k) => Math.sqrt(v) - Math.sqrt(targets[k])))
  return { variances, targets, w2, along, exact }
}
