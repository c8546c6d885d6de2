/** Times of a rectified flow from noise to data, shifted once. */
import { z } from 'zod'
import { gridRow } from './grid-row.ts'
import { atOne, levels } from './parameters.ts'

/** `exponential` and `linear` are diffusers' time_shift_type, by the number mu. */
export const SHIFTS = ['constant', 'exponential', 'linear', 'flux', 'sd3'] as const
const time = z.number().positive().max(1)

export const flow = gridRow({
  name: 'flow',
  label: 'Flow (rectified)',
  formula: 't = s r/(1 + (s-1) r), r even from t_max to t_min (left out: N of N+1 points to 0); sigma = t/(1-t)',
  source: 'Esser et al. 2024, arXiv:2403.03206, section 5.3.2; the shift as SD3 and Flux apply it, once',
  works: ['esser2024'],
  parameters: {
    levels,
    shift: z.number().positive().default(1).describe('s of the shift; of exponential shifts its logarithm, mu'),
    shift_by: z
      .enum(SHIFTS)
      .default('constant')
      .describe(
        'What s is: shift; e^shift; by tokens as Flux, ln s a line from .5 at 256 to 1.15 at 4096; by tokens as SD3, sqrt(tokens/256)',
      ),
    tokens: z
      .number()
      .int()
      .positive()
      .optional()
      .describe('Tokens of the picture (its area over that of a patch), for flux and sd3'),
    t_max: time.default(1).describe('First time before the shift'),
    t_min: time.lt(1).optional().describe('Last time before the shift; left out, 1/N of the way above 0'),
    stretch_to: time.lt(1).optional().describe('Where the last time is stretched to after the shift (shift_terminal)'),
    ...atOne,
  },
  process: 'vp',
  program: {
    name: 'diffusers, ComfyUI',
    counts: 'steps',
    note: 'diffusers’ FlowMatchEuler reads its ends after shifting and shifts them again (huggingface/diffusers#13243); here the shift acts once.',
  },
})
