/** Variance exploding, sigma a power of t. */
import { rho, sigmas } from './parameters.ts'
import { processRow } from './process-row.ts'

export const vePolynomial = processRow({
  name: 've-polynomial',
  label: 'VE polynomial',
  formula: 'alpha = 1, sigma = (sigma_min^(1/rho) + (sigma_max^(1/rho) - sigma_min^(1/rho)) t)^rho',
  source: 'Gao, Nguyen & Zhu 2023, arXiv 2311.11003; rho = 7 has the shape of the grid of Karras et al. 2022',
  works: ['gao2023'],
  parameters: { ...sigmas, rho },
  first: { sigmaMin: 0.01, sigmaMax: 50, rho: 7 },
})
