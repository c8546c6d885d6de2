/** Ancestral sampling as DDPM has it, along any process. */
import { onePerLevel, samplerRow } from '../row.ts'
import { ddpm as law } from '../schemes/ddpm.ts'

export const ddpm = samplerRow({
  ...onePerLevel,
  name: 'ddpm',
  title: 'DDPM (ancestral, of its process)',
  source: 'Ho et al. 2020, arXiv:2006.11239',
  works: ['ho2020'],
  parameters: {},
  order: 1,
  stagesInTime: 1,
  law,
  studied: false,
  look: null,
  doctor: { langevin: false },
  kDiffusion: null,
})
