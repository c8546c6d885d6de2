/** Straight lines between data and noise, dx/dt = z - x_0. */
import { processRow } from './process-row.ts'

export const rectifiedFlow = processRow({
  name: 'rectified-flow',
  label: 'Rectified flow',
  formula: 'alpha = 1 - t, sigma = t',
  source: 'Liu, Gong & Liu 2023, arXiv 2209.03003',
  works: ['liu2023'],
  parameters: {},
  first: {},
})
