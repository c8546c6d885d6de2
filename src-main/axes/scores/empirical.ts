/** The law that is uniform over the images of a data set. */
import { scoreRow } from './score-row.ts'

export const empirical = scoreRow({
  name: 'empirical',
  title: 'Exact, of the images themselves',
  source: 'Karras et al. 2022, arXiv:2206.00364, eq. 57',
  works: ['karras2022'],
  ofDataset: true,
  parameters: {},
})
