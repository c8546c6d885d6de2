/** A stride of T/N from the last timestep down. */
import { gridRow } from './grid-row.ts'
import { onTable } from './parameters.ts'

export const trailing = gridRow({
  name: 'trailing',
  label: 'Trailing',
  formula: 'timestep = round(T - i T/N) - 1',
  source: 'diffusers, timestep_spacing trailing; Lin et al. 2023, arXiv:2305.08891, table 2',
  works: ['lin2023'],
  parameters: onTable,
  ends: 'table',
  process: 'vp',
  program: {
    name: 'diffusers',
    counts: 'levels',
    note: 'Starts at the last timestep; halves round to the even one.',
  },
})
