/** Langevin steps that are each accepted or rejected, so that a level's law is left exactly as it is. */
import { z } from 'zod'
import { samplerRow } from '../row.ts'

type Parameters = { inner: number; denoise: boolean }

export const mala = samplerRow({
  name: 'mala',
  title: 'Metropolis-adjusted Langevin (MALA)',
  source: 'Roberts & Tweedie 1996, doi:10.2307/3318418',
  works: ['roberts1996'],
  parameters: {
    eps: z.number().positive().default(6.2e-6).describe('alpha_i = eps sigma_i^2 / sigma_L^2, as for langevin'),
    inner: z.number().int().min(1).max(100_000).default(5).describe('Steps at each level, T'),
    denoise: z.boolean().default(true).describe('One last denoising at sigma_L'),
  },
  inDataUnits: { eps: 2 },
  needsDensity: true,
  appendsZero: false,
  order: null,
  steps: (levels, { inner, denoise }: Parameters) => levels * inner + (denoise ? 1 : 0),
  nfe: (levels, { inner, denoise }: Parameters) => levels * (inner + 1) + (denoise ? 1 : 0),
  stagesInTime: null,
  law: null,
  studied: false,
  look: null,
  doctor: { name: 'metropolis-langevin', langevin: true },
  kDiffusion: null,
})
