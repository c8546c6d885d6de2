/** Heun's method in sigma with churn: the sampler of EDM. */
import { z } from 'zod'
import { onOde, onePerLevel, samplerRow, schemeRow } from '../row.ts'

export const heun = samplerRow({
  ...onePerLevel,
  name: 'heun',
  title: 'Heun (EDM)',
  source: 'Karras et al. 2022, arXiv:2206.00364, Algorithm 2',
  works: ['karras2022'],
  parameters: {
    s_churn: z.number().nonnegative().default(0).describe('Amount of noise added per step (EDM)'),
    s_tmin: z.number().nonnegative().default(0).describe('Smallest sigma at which churn acts'),
    s_tmax: z.number().positive().default(1e9).describe('Largest sigma at which churn acts'),
    s_noise: z.number().positive().default(1).describe('Inflation of the added noise'),
  },
  inDataUnits: { s_tmin: 1, s_tmax: 1 },
  order: 2,
  nfe: (levels) => 2 * levels - 1,
  stagesInTime: 2,
  law: schemeRow({
    ...onOde,
    name: 'edm',
    label: 'Heun σ',
    title: 'Heun in σ/α with churn, Euler into σ = 0: the sampler of EDM',
    source: 'Heun in sigma/alpha with churn; Karras et al. 2022, arXiv 2206.00364, Alg. 2',
    slot: 8,
    order: 2,
    evaluations: (steps) => 2 * steps,
    onCanvas: true,
  }),
  studied: true,
  look: 'Heun (ODE, EDM)',
  doctor: { langevin: false },
  kDiffusion: 'sample_heun',
})
