/** Even in the timestep, both ends of the table included. */
import { gridRow } from './grid-row.ts'
import { onTable } from './parameters.ts'

export const normal = gridRow({
  name: 'normal',
  label: 'Normal',
  formula: 'timestep = (T-1)(1-u); sigma between two timesteps linear in log sigma',
  source: 'ComfyUI, `normal`; evenly spaced timesteps as k-diffusion’s get_sigmas',
  works: [],
  parameters: onTable,
  ends: 'table',
  process: 'vp',
  twin: { grid: 'linspace', where: 'diffusers' },
  program: {
    name: 'ComfyUI, AUTOMATIC1111',
    counts: 'steps',
    note: 'N steps are N levels and a last 0.',
  },
})
