/** Variance preserving, beta linear in t: the continuous DDPM. */
import { betas } from './parameters.ts'
import { processRow } from './process-row.ts'

export const vpLinear = processRow({
  name: 'vp-linear',
  label: 'VP linear',
  formula: 'beta = beta_min + (beta_max - beta_min) t; alpha^2 = exp(-int beta), sigma^2 = 1 - alpha^2',
  source: 'Song et al. 2021, arXiv 2011.13456',
  works: ['song2021sde'],
  parameters: betas,
  first: { betaMin: 0.1, betaMax: 20 },
})
