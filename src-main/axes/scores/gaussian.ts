/** The Gaussian of a data set's mean and covariance. */
import { scoreRow } from './score-row.ts'

export const gaussian = scoreRow({
  name: 'gaussian',
  title: 'Exact, of the Gaussian with mean and covariance of the images',
  source: 'Pierret & Galerne 2024, arXiv:2405.14250',
  works: ['pierret2024'],
  ofDataset: true,
  parameters: {},
})
