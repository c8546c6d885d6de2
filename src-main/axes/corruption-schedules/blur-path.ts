/** The shortest Wasserstein path between blurs: equal time for each of its edges. */
import { z } from 'zod'
import { curvesRow, ofSpectrum } from './curves-row.ts'

export const blurPath = curvesRow({
  name: 'blur-path',
  label: 'Shortest Wasserstein path',
  formula:
    'levels at the nodes of the shortest path over candidates with W2 <= epsilon, linear between; sigma as in two stages',
  source: 'Daras et al. 2022, arXiv:2209.05442: 256 candidates, epsilon tuned to 32 nodes',
  works: ['daras2022soft'],
  parameters: {
    ...ofSpectrum,
    candidates: z
      .number()
      .int()
      .min(2)
      .max(2048)
      .default(256)
      .describe('Blurs that the path may use, evenly between 0 and corruption_max'),
    nodes: z.number().int().min(2).max(2048).default(32).describe('Nodes that epsilon is tuned to'),
    epsilon: z.number().positive().optional().describe('Largest W2 of an edge; tuned to `nodes` where absent'),
  },
  ofBlur: true,
})
