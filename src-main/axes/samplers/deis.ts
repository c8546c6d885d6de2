/** DEIS: the slope of the flow as a polynomial in sigma. */
import { z } from 'zod'
import { onOde, onePerLevel, samplerRow, schemeRow } from '../row.ts'

export const deis = samplerRow({
  ...onePerLevel,
  name: 'deis',
  title: 'DEIS (in rho)',
  source: 'Zhang & Chen 2022, arXiv:2204.13902, section 3.2',
  works: ['zhang2022deis'],
  parameters: { order: z.number().int().min(1).max(4).default(3).describe('Slopes that a step looks back on') },
  order: 2,
  stagesInTime: null,
  law: schemeRow({
    ...onOde,
    name: 'deis',
    label: 'DEIS',
    title: 'The slope as a polynomial in σ/α',
    source: 'DEIS in rho at three slopes; Zhang & Chen 2022, arXiv 2204.13902',
    slot: 12,
    order: 2,
    reach: 3,
    onCanvas: true,
  }),
  studied: false,
  look: 'DEIS',
  doctor: { langevin: false },
  kDiffusion: null,
})
