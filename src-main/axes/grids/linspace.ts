/** Even in the timestep, as diffusers has it. */
import { gridRow } from './grid-row.ts'
import { onTable, spare } from './parameters.ts'

export const linspace = gridRow({
  name: 'linspace',
  label: 'Linspace',
  formula: 'timestep = (T-1)(1 - i/(N-1+m)); sigma between two timesteps linear in sigma',
  source: 'diffusers, timestep_spacing linspace; Lin et al. 2023, arXiv:2305.08891, table 2',
  works: ['lin2023'],
  parameters: { ...onTable, spare },
  ends: 'table',
  process: 'vp',
  twin: { grid: 'sgm-uniform', where: 'ComfyUI' },
  program: {
    name: 'diffusers',
    counts: 'levels',
    note: 'Euler’s scheduler has m = 0 and does not round; DPM-Solver++’s has m = 1 and rounds (interpolation: nearest): two grids with one name.',
  },
})
