/** A power of the log of sigma. */
import { gridRow } from './grid-row.ts'
import { rangeOrTable, refuseRho, rho } from './parameters.ts'

export const polyexponential = gridRow({
  name: 'polyexponential',
  label: 'Polyexponential',
  formula: 'ln sigma = ln sigma_min + (1-u)^rho (ln sigma_max - ln sigma_min)',
  source: 'k-diffusion; rho = 1 is the geometric sequence',
  works: [],
  parameters: { ...rangeOrTable, rho: rho.default(1) },
  ends: 'range-or-table',
  process: 've',
  program: { name: 'k-diffusion', counts: 'levels', note: '' },
  refuse: refuseRho,
  sigma: (u, { sigmaMin, sigmaMax, rho }) => {
    const ramp = (1 - u) ** rho
    return Math.exp(ramp * Math.log(sigmaMax) + (1 - ramp) * Math.log(sigmaMin))
  },
})
