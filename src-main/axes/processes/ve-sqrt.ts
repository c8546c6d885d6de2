/** Variance exploding, g growing as the root of t. */
import { sigmas } from './parameters.ts'
import { processRow } from './process-row.ts'

export const veSqrt = processRow({
  name: 've-sqrt',
  label: 'VE g ∝ √t',
  formula: 'alpha = 1, sigma^2 = sigma_min^2 + (sigma_max^2 - sigma_min^2) t^2',
  source: 'Gao, Nguyen & Zhu 2023, arXiv 2311.11003',
  works: ['gao2023'],
  parameters: sigmas,
  first: { sigmaMin: 0.01, sigmaMax: 50 },
})
