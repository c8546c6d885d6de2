/** Variance preserving, beta exponential in t. */
import { betas } from './parameters.ts'
import { processRow } from './process-row.ts'

export const vpExponential = processRow({
  name: 'vp-exponential',
  label: 'VP exponential',
  formula: 'beta = beta_min (beta_max/beta_min)^t; alpha^2 = exp(-int beta), sigma^2 = 1 - alpha^2',
  source: 'Gao, Nguyen & Zhu 2023, arXiv 2311.11003',
  works: ['gao2023'],
  parameters: betas,
  first: { betaMin: 0.1, betaMax: 30 },
})
