/** What samplers of soft diffusion share: what the last step returns, which the source leaves open, and what it costs. */
import { z } from 'zod'

type Ended = { end?: 'denoised' | 'sigma-min' }
const count = (levels: number, { end }: Ended) => (end === 'sigma-min' ? levels - 1 : levels)

export const softEnd = {
  parameters: {
    end: z
      .enum(['denoised', 'sigma-min'])
      .default('denoised')
      .describe('denoised: end in the guess at the last level; sigma-min: in the state there, with its noise'),
  },
  appendsZero: true,
  steps: count,
  nfe: count,
  corrupts: true,
  works: ['daras2022soft'],
  law: null,
  studied: false,
  doctor: { langevin: false },
  stagesInTime: null,
  kDiffusion: null,
} as const
