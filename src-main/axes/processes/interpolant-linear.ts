/** Interpolant on a straight line, its noise of any variance. */
import { interpolant } from './parameters.ts'
import { processRow } from './process-row.ts'

export const interpolantLinear = processRow({
  name: 'interpolant-linear',
  label: 'Interpolant, linear',
  formula: 'alpha = 1 - t, sigma = s t, s^2 = variance',
  source: 'Albergo & Vanden-Eijnden 2023, arXiv 2303.08797; Aranguri et al. 2025, arXiv 2501.00988',
  works: ['aranguri2025'],
  parameters: interpolant,
  first: { variance: 1 },
})
