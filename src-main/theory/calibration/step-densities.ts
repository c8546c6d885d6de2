/** Published laws of step placement on the Gaussian of a spectrum: density of steps over sigma, in closed form (VE). */

/** sum_j counts_j f(l_j): a spectrum, or one gathered in bins. */
export type Directions = { spectrum: Float64Array; weights: Float64Array }

const sumOver = ({ spectrum, weights }: Directions, of: (l: number) => number) => {
  let sum = 0
  for (let j = 0; j < spectrum.length; j++) sum += weights[j] * of(spectrum[j])
  return sum
}

/**
 * Steps per unit of sigma, up to a factor, where x_sigma = sqrt(l + sigma^2) z along each eigenvector (the probability flow) and
 * mmse(sigma) = sum_j l sigma^2/(l + sigma^2):
 */
export const STEP_DENSITIES = {
  /** 1/sigma: equal ratios, that is equal steps of log-SNR. */
  'log-snr': () => (sigma: number) => 1 / sigma,

  /** sqrt of the rms acceleration |d^2x/dsigma^2|, x'' = l/(l + sigma^2)^{3/2} z. SharpEuler, arXiv 2605.11547. */
  'sharp-euler': (law: Directions) => (sigma: number) => sumOver(law, (l) => l ** 2 / (l + sigma * sigma) ** 3) ** 0.25,

  /**
   * Arc length of the corrector's Fisher divergence with velocity scaling v = sigma: sqrt(sigma^2 E|d score/dsigma|^2), where the score is
   * -x/(l + sigma^2). Williams, Campbell, Doucet & Syed 2024, arXiv 2412.07877, eq. 11 and section 3.2.
   */
  'fisher-arc': (law: Directions) => (sigma: number) =>
    Math.sqrt(sumOver(law, (l) => sigma ** 4 / (l + sigma * sigma) ** 3)),

  /** dH[x_0|x_sigma]/dsigma = mmse/sigma^3: equal entropy a step. Stancevic, Handke & Ambrogioni 2025, arXiv 2504.13612. */
  entropic: (law: Directions) => (sigma: number) => sumOver(law, (l) => l / (sigma * (l + sigma * sigma))),

  /** sigma dH/dsigma = mmse/sigma^2: the same paper's rescaled entropic time. */
  'entropic-rescaled': (law: Directions) => (sigma: number) => sumOver(law, (l) => l / (l + sigma * sigma)),

  /**
   * The first-order law of one eigenvalue, here the mean s^2 of all: 1/(s^2 + sigma^2), so that arctan(sigma/s) falls evenly. The closed
   * form of Align Your Steps on an isotropic Gaussian: Sabour, Fidler & Kreis 2024, arXiv 2404.14507, theorem 3.1.
   */
  tangent: (law: Directions) => {
    const mean = sumOver(law, (l) => l) / sumOver(law, () => 1)
    return (sigma: number) => 1 / (mean + sigma * sigma)
  },

  /** Speed in W2 of the path of laws: |dp/dsigma| = sqrt(sum_j sigma^2/(l + sigma^2)), so that neighbours are equally far apart. */
  'w2-path': (law: Directions) => (sigma: number) =>
    Math.sqrt(sumOver(law, (l) => (sigma * sigma) / (l + sigma * sigma))),
} as const satisfies Record<string, (law: Directions) => (sigma: number) => number>

export type DensityName = keyof typeof STEP_DENSITIES
