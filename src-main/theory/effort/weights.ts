/** What an objective weighs an error of the denoised image by, at each noise level: with the law of the levels, where training effort goes. */
import type { ObjectiveName } from '#axes/objectives/objectives.ts'

/** Objectives whose loss is w(sigma) |denoised - x0|^2. */
export type WeightedObjective = Exclude<ObjectiveName, 'sm' | 'ssm' | 'soft' | 'residual'>

/** Signal-to-noise ratio from which min-SNR weighs no more (Hang et al. 2023, arXiv 2303.09556). */
export const MIN_SNR_GAMMA = 5

/**
 * w(sigma), sigma = sigma_t/alpha. Errors of the noise, v, and a flow's velocity are errors of the image times 1/sigma, sqrt(1 + 1/sigma^2)
 * (Salimans & Ho 2022, arXiv 2202.00512) and (1 + sigma)/sigma: one denoiser, weighed otherwise. Likelihood weighting g^2 at uniform times
 * (Song et al. 2021, arXiv 2101.09258) is `eps` at log-uniform levels: g^2 dt/sigma_t^2 = 2 d ln(sigma).
 */
export const WEIGHTS: { readonly [N in WeightedObjective]: (sigma: number, sigmaData: number) => number } = {
  dsm: (sigma) => 1 / sigma ** 2,
  edm: (sigma, sigmaData) => (sigma ** 2 + sigmaData ** 2) / (sigma * sigmaData) ** 2,
  eps: (sigma) => 1 / sigma ** 2,
  v: (sigma) => 1 + 1 / sigma ** 2,
  velocity: (sigma) => ((1 + sigma) / sigma) ** 2,
  'min-snr': (sigma) => Math.min(1 / sigma ** 2, MIN_SNR_GAMMA),
}
