/** Even in sigma^(1/rho): EDM's grid. */
import { gridRow } from './grid-row.ts'
import { rangeOrTable, refuseRho, rho } from './parameters.ts'

export const karras = gridRow({
  name: 'karras',
  label: 'Karras (EDM)',
  formula: 'sigma = (sigma_max^(1/rho) + u (sigma_min^(1/rho) - sigma_max^(1/rho)))^rho',
  source: 'Karras et al. 2022, arXiv:2206.00364, eq. 5',
  works: ['karras2022'],
  parameters: { ...rangeOrTable, rho },
  ends: 'range-or-table',
  process: 've',
  program: {
    name: 'k-diffusion, EDM',
    counts: 'levels',
    note: 'diffusers takes the ends of the timesteps that its spacing chose, not those of the table, in some of its schedulers.',
  },
  refuse: refuseRho,
  sigma: (u, { sigmaMin, sigmaMax, rho }) => ((1 - u) * sigmaMax ** (1 / rho) + u * sigmaMin ** (1 / rho)) ** rho,
})
