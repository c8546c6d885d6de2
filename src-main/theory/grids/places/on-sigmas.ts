/** Grids between two sigmas that are laws' quantiles, and the published lists. */
import type { AYS_MODELS } from '#axes/grids/align-your-steps.ts'
import { betaQuantile } from '../../statistics/beta.ts'
import { normalCdf, normalQuantile } from '../../statistics/normal.ts'
import type { Place, Placed } from './place.ts'

/** f at u = i/(n-1), 0 for a single level. */
const along = (n: number, sigma: (u: number) => number): Placed => ({
  sigmas: Float64Array.from({ length: n }, (_, i) => sigma(n === 1 ? 0 : i / (n - 1))),
})

/** sigma_min + (sigma_max - sigma_min) F^-1(1-u), F the law Beta(a, b): the quantiles of `beta`, over sigma. */
export const betaSigma: Place<'beta-sigma'> = (n, { a, b, sigmaMin, sigmaMax }) =>
  along(n, (u) => sigmaMin + (sigmaMax - sigmaMin) * betaQuantile(1 - u, a, b))

/** Keeps log(0) away, as published. */
const LEAST = 1e-5

/**
 * ln sigma = mu - b sgn(1/2-u) ln(1 - 2|1/2-u| + 1e-5), held within the ends. Hang et al. 2024, arXiv:2407.03297. Levels held at
 * an end are spread evenly in log sigma to the next that is not, so that none stands twice.
 */
export const laplace: Place<'laplace'> = (n, { mu, scale, sigmaMin, sigmaMax }) => {
  const { sigmas } = along(n, (u) => {
    const logSigma = mu - scale * Math.sign(0.5 - u) * Math.log(1 - 2 * Math.abs(0.5 - u) + LEAST)
    return Math.min(sigmaMax, Math.max(sigmaMin, Math.exp(logSigma)))
  })
  return { sigmas: spread(sigmas) }
}

/** A run of equal values at either end becomes steps of one ratio to the nearest other value (to the other end if there is none). */
export function spread(sigmas: Float64Array): Float64Array {
  const free = sigmas.slice()
  const last = free.length - 1
  let top = 0
  while (top < last && sigmas[top + 1] === sigmas[0]) top++
  let bottom = last
  while (bottom > 0 && sigmas[bottom - 1] === sigmas[last]) bottom--
  const between = (from: number, to: number) => {
    for (let i = from + 1; i < to; i++)
      free[i] = sigmas[from] ** ((to - i) / (to - from)) * sigmas[to] ** ((i - from) / (to - from))
  }
  if (top > 0 && top < last) between(0, top + 1)
  if (bottom < last && bottom > 0) between(bottom - 1, last)
  return free
}

/** (ln sigma - P_mean)/P_std at Phi even between the ends. */
export const logNormal: Place<'log-normal'> = (n, { pMean, pStd, sigmaMin, sigmaMax }) => {
  const z = (sigma: number) => (Math.log(sigma) - pMean) / pStd
  // Both tails by their own distribution function: neither end loses its digits.
  const [top, bottom] = [z(sigmaMax), z(sigmaMin)]
  const [above, below] = [normalCdf(-top), normalCdf(bottom)]
  const width = 1 - above - below
  const { sigmas } = along(n, (u) => {
    const fromBelow = below + (1 - u) * width
    const x = u > 0.5 ? normalQuantile(fromBelow) : -normalQuantile(above + u * width)
    return Math.exp(pMean + pStd * x)
  })
  sigmas[n - 1] = sigmaMin
  sigmas[0] = sigmaMax
  return { sigmas }
}

/** The levels of ten steps that Sabour, Fidler & Kreis 2024 (arXiv:2404.14507) publish, largest first. */
export const AYS_LEVELS: { readonly [M in (typeof AYS_MODELS)[number]]: readonly number[] } = {
  sd15: [
    14.6146412293, 6.4745760956, 3.8636745985, 2.694615152, 1.8841921177, 1.3943805092, 0.9642583904, 0.6523686016,
    0.3977456272, 0.1515232662, 0.0291671582,
  ],
  sdxl: [
    14.6146412293, 6.3184485287, 3.7681790315, 2.1811480769, 1.3405244945, 0.8620721141, 0.5550693289, 0.3798540708,
    0.2332364134, 0.1114188177, 0.0291671582,
  ],
  svd: [700, 54.5, 15.886, 7.977, 4.248, 1.789, 0.981, 0.403, 0.173, 0.034, 0.002],
}

/** A broken line in log sigma through the published levels, at n + m even places of which the first n are taken. */
export const alignYourSteps: Place<'align-your-steps'> = (n, { model, spare }) => {
  const levels = AYS_LEVELS[model]
  const places = n + spare - 1
  const sigmas = Float64Array.from({ length: n }, (_, i) => {
    const place = places === 0 ? 0 : (i * (levels.length - 1)) / places
    const above = Math.min(Math.floor(place), levels.length - 2)
    const share = place - above
    return share === 0 ? levels[above] : levels[above] ** (1 - share) * levels[above + 1] ** share
  })
  return { sigmas }
}
