/** Quantiles of a beta law over the timesteps. */
import { gridRow } from './grid-row.ts'
import { betaLaw, onTable } from './parameters.ts'

export const beta = gridRow({
  name: 'beta',
  label: 'Beta of timesteps',
  formula: 'timestep = round((T-1) F^-1(1 - i/N)), F the law Beta(a, b)',
  source: 'Lee et al. 2024, arXiv:2407.12173, as ComfyUI and AUTOMATIC1111 have it',
  works: ['lee2024'],
  parameters: { ...onTable, ...betaLaw },
  ends: 'table',
  process: 'vp',
  twin: { grid: 'beta-sigma', where: 'diffusers' },
  program: {
    name: 'ComfyUI, AUTOMATIC1111',
    counts: 'steps',
    note: 'Quantiles over timesteps, not over sigma (beta-sigma). The program leaves out quantiles that round to the same timestep and gives fewer than N; here the next free timestep is taken.',
  },
})
