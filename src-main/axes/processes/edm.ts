/** Variance exploding, t = sigma. */
import { sigmas } from './parameters.ts'
import { processRow } from './process-row.ts'

export const edm = processRow({
  name: 'edm',
  label: 'EDM',
  formula: 'alpha = 1, sigma = t, 0 <= t <= sigma_max',
  source: 'Karras et al. 2022, arXiv 2206.00364',
  works: ['karras2022'],
  // A list of sigmas is its grid, which belongs beside the canvas.
  parameters: { sigma_max: sigmas.sigma_max.default(80) },
  first: null,
})
