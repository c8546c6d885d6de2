/** Quantiles of a beta law over sigma. */
import { gridRow } from './grid-row.ts'
import { betaLaw, rangeOrTable } from './parameters.ts'

export const betaSigma = gridRow({
  name: 'beta-sigma',
  label: 'Beta of sigma',
  formula: 'sigma = sigma_min + (sigma_max - sigma_min) F^-1(1-u), F the law Beta(a, b)',
  source: 'diffusers, use_beta_sigmas, after Lee et al. 2024, arXiv:2407.12173',
  works: ['lee2024'],
  parameters: { ...rangeOrTable, ...betaLaw },
  ends: 'range-or-table',
  process: 've',
  twin: { grid: 'beta', where: 'ComfyUI' },
  program: {
    name: 'diffusers',
    counts: 'levels',
    note: 'The same quantiles as `beta` over sigma instead of timesteps: another curve under the same name.',
  },
})
