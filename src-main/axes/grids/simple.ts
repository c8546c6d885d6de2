/** Every T/N-th timestep, from the last one down. */
import { gridRow } from './grid-row.ts'
import { onTable } from './parameters.ts'

export const simple = gridRow({
  name: 'simple',
  label: 'Simple',
  formula: 'timestep = T-1 - floor(i T/N)',
  source: 'ComfyUI, `simple`',
  works: [],
  parameters: onTable,
  ends: 'table',
  process: 'vp',
  program: {
    name: 'ComfyUI',
    counts: 'steps',
    note: 'N steps are N levels and a last 0.',
  },
})
