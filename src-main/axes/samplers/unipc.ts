/** UniPC: a multistep predictor and a corrector that costs no evaluation. */
import { z } from 'zod'
import { onOde, onePerLevel, samplerRow, schemeRow } from '../row.ts'

export const unipc = samplerRow({
  ...onePerLevel,
  name: 'unipc',
  title: 'UniPC',
  source: 'Zhao et al. 2023, arXiv:2302.04867, Algorithms 1 and 2 (bh2)',
  works: ['zhao2023unipc'],
  parameters: { order: z.number().int().min(1).max(3).default(2).describe('Values that a step looks back on') },
  order: 3,
  stagesInTime: null,
  law: schemeRow({
    ...onOde,
    name: 'unipc',
    label: 'UniPC',
    title: 'Multistep predictor with a corrector that costs nothing, order 2',
    source: 'UniPC-2 (bh2); Zhao et al. 2023, arXiv 2302.04867',
    slot: 15,
    order: 3,
    reach: 3,
    onCanvas: true,
  }),
  studied: false,
  look: 'UniPC',
  doctor: { langevin: false },
  kDiffusion: null,
})
