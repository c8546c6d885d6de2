/** Interpolant on a quarter of a circle. */
import { interpolant } from './parameters.ts'
import { processRow } from './process-row.ts'

export const interpolantTrig = processRow({
  name: 'interpolant-trig',
  label: 'Interpolant, trigonometric',
  formula: 'alpha = 1 - t, sigma = s sqrt(1 - alpha^2), s^2 = variance',
  source: 'Albergo & Vanden-Eijnden 2023, arXiv 2303.08797; Aranguri et al. 2025, arXiv 2501.00988',
  works: ['aranguri2025'],
  parameters: interpolant,
  first: { variance: 1 },
})
