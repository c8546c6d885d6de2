/** Ancestral sampling, with eta of the noise. */
import { z } from 'zod'
import { onePerLevel, samplerRow } from '../row.ts'

export const ancestral = samplerRow({
  ...onePerLevel,
  name: 'ancestral',
  aliases: [
    'euler_ancestral',
    'euler_a',
    'k_euler_a',
    'EulerAncestralDiscreteScheduler',
    'sample_euler_ancestral',
    'ancestral_sampling',
  ],
  title: 'Ancestral',
  source: 'Ho et al. 2020, arXiv:2006.11239, eq. 7; eta as in k-diffusion',
  works: ['ho2020'],
  parameters: { eta: z.number().min(0).max(1).default(1) },
  order: 1,
  stagesInTime: null,
  idle: (parameters) =>
    (parameters as { eta: number }).eta === 0
      ? { field: 'eta', message: 'eta = 0 puts no noise back: this is Euler’s method, whatever it is called.' }
      : null,
  law: null,
  studied: false,
  look: 'Ancestral',
  doctor: { langevin: false },
  kDiffusion: 'sample_euler_ancestral',
})
