/** Exponential integrator of the reverse SDE: linear part and noise exact, the score frozen over a step. */
import { onePerLevel, samplerRow } from '../row.ts'
import { ei as law } from '../schemes/ei.ts'

export const ei = samplerRow({
  ...onePerLevel,
  name: 'ei',
  title: 'Exponential integrator (reverse SDE)',
  source: 'Gao, Nguyen & Zhu 2023, arXiv:2311.11003',
  works: ['gao2023'],
  parameters: {},
  order: 1,
  stagesInTime: 1,
  law,
  studied: false,
  look: null,
  doctor: { langevin: false },
  kDiffusion: null,
})
