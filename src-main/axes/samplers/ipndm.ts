/** iPNDM: Adams–Bashforth weights on the slope of the flow. */
import { z } from 'zod'
import { onOde, onePerLevel, samplerRow, schemeRow } from '../row.ts'

export const ipndm = samplerRow({
  ...onePerLevel,
  name: 'ipndm',
  title: 'iPNDM',
  source: 'Zhang & Chen 2022, arXiv:2204.13902, section 3.3',
  works: ['zhang2022deis'],
  parameters: { order: z.number().int().min(1).max(4).default(4).describe('Slopes that a step looks back on') },
  order: 2,
  stagesInTime: null,
  law: schemeRow({
    ...onOde,
    name: 'ipndm',
    label: 'iPNDM',
    title: 'Adams–Bashforth weights on the slope in σ/α',
    source: 'iPNDM at four slopes; Zhang & Chen 2022, arXiv 2204.13902',
    slot: 11,
    order: 2,
    reach: 4,
    onCanvas: true,
  }),
  studied: false,
  look: 'iPNDM',
  doctor: { langevin: false },
  kDiffusion: null,
})
