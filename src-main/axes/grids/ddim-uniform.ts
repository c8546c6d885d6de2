/** A fixed stride over the timesteps, from the first one up. */
import { gridRow } from './grid-row.ts'
import { onTable } from './parameters.ts'

export const ddimUniform = gridRow({
  name: 'ddim-uniform',
  label: 'DDIM uniform',
  formula: 'timestep = 1 + (N-1-i) floor(T/N)',
  source: 'Song et al. 2021, arXiv:2010.02502, as ComfyUI names it',
  works: ['song2021ddim'],
  parameters: onTable,
  ends: 'table',
  process: 'vp',
  program: {
    name: 'ComfyUI',
    counts: 'steps',
    note: 'The program walks on to the end of the table and so gives more than N levels where N does not divide T; here they are N, the cleanest ones, from timestep 1 (from 0 where that would leave the table).',
  },
})
