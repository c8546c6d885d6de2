/** Spins of the Curie-Weiss magnet, by its law as d grows without end. */
import { z } from 'zod'
import { scoreRow } from './score-row.ts'

export const curieWeiss = scoreRow({
  name: 'curie-weiss',
  title: 'Exact, of the Curie-Weiss magnet',
  source: 'Aranguri et al. 2025, arXiv:2501.00988',
  works: ['aranguri2025'],
  ofDataset: false,
  parameters: {
    d: z.number().int().min(1).max(100_000).default(1000).describe('Number of spins'),
    beta: z.number().gt(1).max(100).default(2).describe('Inverse temperature, above 1 so that there are two modes'),
    p: z.number().gt(0).lt(1).default(0.8).describe('Of the field h = (1/2) ln(p/(1 - p))'),
  },
})
