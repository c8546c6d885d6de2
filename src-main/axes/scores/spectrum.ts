/** A centred Gaussian by the eigenvalues of its covariance, as the theory pages take it. */
import { z } from 'zod'
import { scoreRow } from './score-row.ts'

export const spectrum = scoreRow({
  name: 'spectrum',
  title: 'Exact, of a centred Gaussian with the given eigenvalues',
  source: 'Pierret & Galerne 2024, arXiv:2405.14250',
  works: ['pierret2024'],
  ofDataset: false,
  parameters: {
    spectrum: z
      .array(z.number().nonnegative())
      .min(1)
      .max(4096)
      .default([1, 0.1, 0.001])
      .describe('Eigenvalues of the covariance, one a direction'),
  },
})
