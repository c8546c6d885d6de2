/** Stable Diffusion's table: the root of beta rises evenly. */
import { ends, rescaled } from './parameters.ts'
import { tableRow } from './table-row.ts'

export const scaledLinearTable = tableRow({
  name: 'scaled-linear',
  label: 'Scaled linear β (Stable Diffusion)',
  formula: 'sqrt(beta_i) = sqrt(beta_start) + (sqrt(beta_end) - sqrt(beta_start)) i/(T-1)',
  source: 'Rombach et al. 2022, arXiv:2112.10752, as their code has it',
  works: ['rombach2022'],
  parameters: { ...ends(0.00085, 0.012), ...rescaled },
})
