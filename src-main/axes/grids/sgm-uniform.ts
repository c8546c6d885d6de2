/** Even in the timestep, the last point left to the step to 0. */
import { gridRow } from './grid-row.ts'
import { onTable } from './parameters.ts'

export const sgmUniform = gridRow({
  name: 'sgm-uniform',
  label: 'SGM uniform',
  formula: 'timestep = (T-1)(1 - i/N); sigma between two timesteps linear in log sigma',
  source: 'ComfyUI, `sgm_uniform`, after Stability AI’s generative-models',
  works: [],
  parameters: onTable,
  ends: 'table',
  process: 'vp',
  program: {
    name: 'ComfyUI',
    counts: 'steps',
    note: 'N steps are N of N+1 even points; the last, timestep 0, is left to the step to 0.',
  },
})
