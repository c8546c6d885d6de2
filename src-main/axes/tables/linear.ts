/** DDPM's table: beta rises evenly. */
import { ends, rescaled } from './parameters.ts'
import { tableRow } from './table-row.ts'

export const linearTable = tableRow({
  name: 'linear',
  label: 'Linear β (DDPM)',
  formula: 'beta_i = beta_start + (beta_end - beta_start) i/(T-1)',
  source: 'Ho et al. 2020, arXiv:2006.11239, section 4',
  works: ['ho2020'],
  parameters: { ...ends(1e-4, 0.02), ...rescaled },
})
