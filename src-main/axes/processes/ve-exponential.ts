/** Variance exploding, sigma exponential in t: the continuous NCSN. */
import { sigmas } from './parameters.ts'
import { processRow } from './process-row.ts'

export const veExponential = processRow({
  name: 've-exponential',
  label: 'VE exponential',
  formula: 'alpha = 1, sigma = sigma_min (sigma_max/sigma_min)^t',
  source: 'Song et al. 2021, arXiv 2011.13456',
  works: ['song2021sde'],
  parameters: sigmas,
  first: { sigmaMin: 0.01, sigmaMax: 50 },
})
