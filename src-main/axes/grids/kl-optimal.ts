/** Even in arctan sigma: least Kullback-Leibler bound for a Gaussian of unit variance. */
import { gridRow } from './grid-row.ts'
import { rangeOrTable } from './parameters.ts'

export const klOptimal = gridRow({
  name: 'kl-optimal',
  label: 'KL-optimal',
  formula: 'sigma = tan((1-u) arctan sigma_max + u arctan sigma_min)',
  source: 'Sabour et al. 2024, arXiv:2404.14507, as AUTOMATIC1111 and ComfyUI have it',
  works: ['sabour2024'],
  parameters: rangeOrTable,
  ends: 'range-or-table',
  process: 've',
  program: {
    name: 'AUTOMATIC1111, ComfyUI',
    counts: 'steps',
    note: 'N steps are N levels and a last 0; the program gives NaN for N = 1, here it is sigma_max.',
  },
  sigma: (u, { sigmaMin, sigmaMax }) => Math.tan((1 - u) * Math.atan(sigmaMax) + u * Math.atan(sigmaMin)),
})
