/** The Gaussian of a data set's mean and covariance. */
import { z } from 'zod'
import { scoreRow } from './score-row.ts'

export const gaussian = scoreRow({
  name: 'gaussian',
  title: 'Exact, of the Gaussian with mean and covariance of the images',
  source: 'Pierret & Galerne 2024, arXiv:2405.14250',
  works: ['pierret2024'],
  ofDataset: true,
  parameters: {
    covariance: z
      .enum(['full', 'stationary'])
      .optional()
      .describe(
        'full (where absent): between all pixels; stationary: a variance for each frequency, for images of any size',
      ),
  },
})
