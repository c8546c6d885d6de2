/** Times of a flow: fine steps at first, then ever larger ones. */
import { z } from 'zod'
import { table } from '../tables/tables.ts'
import { gridRow } from './grid-row.ts'
import { atOne, levels } from './parameters.ts'

export const linearQuadratic = gridRow({
  name: 'linear-quadratic',
  label: 'Linear-quadratic',
  formula: '1-t rises evenly to the threshold over n_1 steps, then quadratically to 1',
  source: 'Polyak et al. 2024, arXiv:2410.13720 (Movie Gen), as Genmo’s Mochi and ComfyUI have it',
  works: ['polyak2024'],
  parameters: {
    levels,
    threshold: z.number().positive().lt(1).default(0.025).describe('1 - t at the end of the linear part'),
    linear_steps: z.number().int().min(1).optional().describe('Steps of the linear part; left out, half of N'),
    ...atOne,
    table: table.optional(),
  },
  process: 'vp',
  program: {
    name: 'Mochi, ComfyUI',
    counts: 'steps',
    note: 'Made for a flow; over a table ComfyUI multiplies it by the largest sigma.',
  },
})
