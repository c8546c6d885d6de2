/** Even in sigma^(1/rho): EDM's grid. */
import { gridRow } from './grid-row.ts'
import { range, refuseRho, rho } from './parameters.ts'

export const karras = gridRow({
  name: 'karras',
  label: 'Karras (EDM)',
  formula: 'sigma = (sigma_max^(1/rho) + u (sigma_min^(1/rho) - sigma_max^(1/rho)))^rho',
  source: 'Karras et al. 2022, arXiv:2206.00364, eq. 5',
  works: ['karras2022'],
  parameters: { ...range, rho },
  process: 've',
  refuse: refuseRho,
  sigma: (u, { sigmaMin, sigmaMax, rho }) => ((1 - u) * sigmaMax ** (1 / rho) + u * sigmaMin ** (1 / rho)) ** rho,
})
