/** Euler-Maruyama on the reverse SDE, in the time of its process. */
import { z } from 'zod'
import { onePerLevel, samplerRow } from '../row.ts'
import { em as law } from '../schemes/em.ts'

export const em = samplerRow({
  ...onePerLevel,
  name: 'em',
  title: 'Euler-Maruyama in t (reverse SDE)',
  source: 'Song et al. 2021, arXiv:2011.13456',
  works: ['song2021sde'],
  parameters: {
    denoise: z
      .boolean()
      .optional()
      .describe('Leave the noise of the last step away, as score_sde does (noise removal); theory keeps it'),
  },
  order: 1,
  stagesInTime: 1,
  law,
  studied: false,
  look: null,
  doctor: { langevin: false },
  kDiffusion: null,
})
