/** Reverse diffusion as predictor, Langevin steps as corrector. */
import { z } from 'zod'
import { onePerLevel, samplerRow } from '../row.ts'

export const predictorCorrector = samplerRow({
  ...onePerLevel,
  name: 'predictor-corrector',
  aliases: ['pc', 'predictor_corrector'],
  title: 'Predictor-corrector',
  source: 'Song et al. 2021, arXiv:2011.13456, Algorithms 2 and 4',
  works: ['song2021sde'],
  parameters: {
    snr: z.number().positive().default(0.16).describe('Signal-to-noise ratio of the Langevin corrector'),
    corrector_steps: z
      .number()
      .int()
      .min(1, 'must be 1 or more (the predictor alone is the sampler reverse-diffusion)')
      .max(100)
      .default(1),
  },
  order: null,
  nfe: (levels, { correctorSteps }: { correctorSteps: number }) => levels * (1 + correctorSteps),
  stagesInTime: null,
  law: null,
  studied: false,
  look: null,
  doctor: { langevin: false },
  kDiffusion: null,
})
