/** A mixture of isotropic Gaussians, in as many dimensions as its means have. */
import { z } from 'zod'
import { LAW_2D_DEFAULTS } from './planar-laws.ts'
import { scoreRow } from './score-row.ts'

const { weights, means, std } = LAW_2D_DEFAULTS.mixture
const plain = (points: readonly (readonly number[])[]) => points.map((point) => [...point])

export const mixture = scoreRow({
  name: 'mixture',
  title: 'Exact, of a mixture of Gaussians',
  source: 'Song & Ermon 2019, arXiv:1907.05600, section 3.2.2',
  works: ['song2019'],
  ofDataset: false,
  parameters: {
    weights: z.array(z.number().positive()).min(1).max(1000).default([...weights]).describe('One per component; scaled to sum to 1'),
    means: z.array(z.array(z.number()).min(1).max(4096)).min(1).max(1000).default(plain(means)).describe('One point per component'),
    std: z.number().positive().default(std).describe('Standard deviation of every component'),
  },
}) // prettier-ignore
