/** Variance preserving, beta constant: an Ornstein-Uhlenbeck process. */
import { betas } from './parameters.ts'
import { processRow } from './process-row.ts'

export const vpConstant = processRow({
  name: 'vp-constant',
  label: 'VP constant',
  formula: 'beta = (beta_min + beta_max)/2; alpha^2 = exp(-int beta), sigma^2 = 1 - alpha^2',
  source: 'Gao, Nguyen & Zhu 2023, arXiv 2311.11003',
  works: ['gao2023'],
  parameters: betas,
  first: { betaMin: 0.1, betaMax: 10 },
})
