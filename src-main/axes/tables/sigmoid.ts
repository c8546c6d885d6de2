/** Betas along a logistic curve. */
import { ends, rescaled } from './parameters.ts'
import { tableRow } from './table-row.ts'

export const sigmoidTable = tableRow({
  name: 'sigmoid',
  label: 'Sigmoid β (GeoDiff)',
  formula: 'beta_i = beta_start + (beta_end - beta_start)/(1 + e^-v), v = 12 i/(T-1) - 6',
  source: 'Xu et al. 2022, arXiv:2203.02923 (GeoDiff), as diffusers names it',
  works: ['xu2022geodiff'],
  parameters: { ...ends(1e-4, 0.02), ...rescaled },
})
