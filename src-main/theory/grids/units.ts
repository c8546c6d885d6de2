/**
 * One noise level in every notation, in pairs that undo each other. sigma is the level of x = x0 + sigma z (for a process that
 * scales the data, sigma/alpha), alpha-bar = alpha^2 of the variance-preserving process through the same level.
 */

import { Refusal } from '#contract/refusal.ts'

/** alpha-bar = 1/(1 + sigma^2). */
export const alphaBarOfSigma = (sigma: number) => 1 / (1 + sigma * sigma)
/** sigma = sqrt(1/alpha-bar - 1). */
export const sigmaOfAlphaBar = (alphaBar: number) => Math.sqrt((1 - alphaBar) / alphaBar)

/** log-SNR = ln(alpha^2/sigma^2) = -2 ln sigma. */
export const logSnrOfSigma = (sigma: number) => -2 * Math.log(sigma)
/** sigma = e^(-logSNR/2). */
export const sigmaOfLogSnr = (logSnr: number) => Math.exp(-logSnr / 2)

/** alpha-bar = 1/(1 + e^-logSNR). */
export const alphaBarOfLogSnr = (logSnr: number) => 1 / (1 + Math.exp(-logSnr))
/** log-SNR = ln(alpha-bar/(1 - alpha-bar)). */
export const logSnrOfAlphaBar = (alphaBar: number) => Math.log(alphaBar) - Math.log1p(-alphaBar)

/**
 * DDPM's betas, least noise first, of sigmas that fall: beta_i = 1 - alphaBar_i/alphaBar_(i-1), alphaBar_(-1) = 1, written
 * without the difference of two numbers near 1. Ho et al. 2020, arXiv:2006.11239.
 */
export function betasOfSigmas(sigmas: ArrayLike<number>): Float64Array {
  const n = sigmas.length
  return Float64Array.from({ length: n }, (_, i) => {
    const sigma = sigmas[n - 1 - i]
    const previous = i === 0 ? 0 : sigmas[n - i]
    return ((sigma - previous) * (sigma + previous)) / (1 + sigma * sigma)
  })
}

/** Sigmas, falling, of DDPM's betas in their own order: sigma = sqrt(1/alphaBar - 1), alphaBar = prod (1 - beta). */
export function sigmasOfBetas(betas: ArrayLike<number>): Float64Array {
  const n = betas.length
  const sigmas = new Float64Array(n)
  let logAlphaBar = 0
  for (let i = 0; i < n; i++) {
    if (!(betas[i] > 0 && betas[i] < 1))
      throw new Refusal(
        betas[i] === 1
          ? `Beta ${i + 1} is 1, which leaves no signal: sigma would be infinite. Leave that level out.`
          : `Beta ${i + 1} must lie between 0 and 1; got ${betas[i]}.`,
        { field: 'betas' },
      )
    logAlphaBar += Math.log1p(-betas[i])
    sigmas[n - 1 - i] = Math.sqrt(Math.expm1(-logAlphaBar))
  }
  return sigmas
}

export type DataRange = readonly [number, number]

/** How many units of the range `to` are one unit of `from`: 2 from [0, 1] to [-1, 1]. A sigma is a length, so it scales alike. */
export const rangeFactor = (from: DataRange, to: DataRange) => (to[1] - to[0]) / (from[1] - from[0])

/** Sigmas of data in range `from`, for the same data in range `to`. */
export const rescaleSigmas = (sigmas: ArrayLike<number>, from: DataRange, to: DataRange) =>
  Float64Array.from(sigmas, (sigma) => sigma * rangeFactor(from, to))
