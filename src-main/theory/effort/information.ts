/** What the error of a denoiser says of its data: information by noise level, entropy, bits a dimension (I-MMSE). */

/** At one level, mse = E|D(x0 + sigma z) - x0|^2 per number. */
export type ErrorAt = { sigma: number; mse: number }

const LN2 = Math.log(2)

/**
 * The entropy rate d h(x_sigma)/d ln(sigma) = 1 - mse/sigma^2 per number, in bits: 1/ln 2 where there is noise alone, 0 where the noise
 * takes nothing away. Guo, Shamai & Verdu 2005 (doi:10.1109/TIT.2004.839072): dI/d gamma = mmse/2, gamma = 1/sigma^2.
 */
export const entropyRate = ({ sigma, mse }: ErrorAt) => (1 - mse / sigma ** 2) / LN2

/**
 * Information I(x_0; x_sigma) per number in nats, at the smallest level: int mse/sigma^2 d ln(sigma) by the trapezoid rule over falling
 * levels, and above the largest ln(1 + mse/sigma^2)/2, as if what is left were Gaussian.
 */
export function informationOf(levels: readonly ErrorAt[]): number {
  const integrand = levels.map(({ sigma, mse }) => mse / sigma ** 2)
  let sum = Math.log1p(integrand[0]) / 2
  for (let i = 1; i < levels.length; i++)
    sum += ((integrand[i - 1] + integrand[i]) / 2) * Math.log(levels[i - 1].sigma / levels[i].sigma)
  return sum
}

/** Differential entropy of x_sigma per number in nats, h = ln(2 pi e sigma^2)/2 + I(x_0; x_sigma), at the smallest level. */
export const entropyOf = (levels: readonly ErrorAt[]) =>
  Math.log(2 * Math.PI * Math.E * levels[levels.length - 1].sigma ** 2) / 2 + informationOf(levels)

/**
 * Bits a dimension of data in 256 steps over a range of `width`, blurred by the smallest level: log2(256/width) + h/ln 2. With the
 * error of any denoiser it bounds -log2 p(x_sigma) of the best one from above (Kong, Brekelmans & Ver Steeg 2023, arXiv 2302.03792).
 */
export const bitsPerDimension = (levels: readonly ErrorAt[], width: number) =>
  Math.log2(256 / width) + entropyOf(levels) / LN2
