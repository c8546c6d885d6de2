/** Variance preserving, beta a power of t. */
import { betas, rho } from './parameters.ts'
import { processRow } from './process-row.ts'

export const vpPolynomial = processRow({
  name: 'vp-polynomial',
  label: 'VP polynomial',
  formula:
    'beta = (beta_min^(1/rho) + (beta_max^(1/rho) - beta_min^(1/rho)) t)^rho; alpha^2 = exp(-int beta), sigma^2 = 1 - alpha^2',
  source: 'Gao, Nguyen & Zhu 2023, arXiv 2311.11003',
  works: ['gao2023'],
  parameters: { ...betas, rho },
  first: { betaMin: 0.1, betaMax: 20, rho: 5 },
})
