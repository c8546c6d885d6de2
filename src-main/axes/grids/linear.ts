/** Sigma falls evenly. */
import { gridRow } from './grid-row.ts'
import { range } from './parameters.ts'

export const linear = gridRow({
  name: 'linear',
  label: 'Linear',
  formula: 'sigma = sigma_max + u (sigma_min - sigma_max)',
  source: 'uniform in sigma',
  works: ['song2020'],
  parameters: range,
  ends: 'range',
  process: 've',
  sigma: (u, { sigmaMin, sigmaMax }) => (1 - u) * sigmaMax + u * sigmaMin,
})
