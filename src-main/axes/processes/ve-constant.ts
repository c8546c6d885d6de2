/** Variance exploding at a constant rate: Brownian motion. */
import { sigmas } from './parameters.ts'
import { processRow } from './process-row.ts'

export const veConstant = processRow({
  name: 've-constant',
  label: 'VE constant g',
  formula: 'alpha = 1, sigma^2 = sigma_min^2 + (sigma_max^2 - sigma_min^2) t',
  source: 'Gao, Nguyen & Zhu 2023, arXiv 2311.11003',
  works: ['gao2023'],
  parameters: sigmas,
  first: { sigmaMin: 0.01, sigmaMax: 50 },
})
