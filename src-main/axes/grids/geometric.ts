/** A constant ratio from level to level. */
import { gridRow } from './grid-row.ts'
import { range } from './parameters.ts'

export const geometric = gridRow({
  name: 'geometric',
  label: 'Geometric',
  formula: 'sigma = sigma_max^(1-u) sigma_min^u',
  source: 'Song & Ermon 2019, arXiv:1907.05600',
  works: ['song2019'],
  parameters: range,
  ends: 'range',
  process: 've',
  sigma: (u, { sigmaMin, sigmaMax }) => Math.exp((1 - u) * Math.log(sigmaMax) + u * Math.log(sigmaMin)),
})
