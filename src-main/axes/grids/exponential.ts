/** The geometric grid under its name in k-diffusion. */
import { geometric } from './geometric.ts'
import { gridRow } from './grid-row.ts'
import { rangeOrTable } from './parameters.ts'

export const exponential = gridRow({
  ...geometric,
  name: 'exponential',
  parameters: rangeOrTable,
  ends: 'range-or-table',
  program: { name: 'k-diffusion', counts: 'levels', note: '' },
  label: 'Exponential (geometric)',
  source: 'Song & Ermon 2019, arXiv:1907.05600; the name in k-diffusion',
})
