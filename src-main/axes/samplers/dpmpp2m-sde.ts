/** DPM-Solver++(2M) of the reverse SDE. */
import { z } from 'zod'
import { onSde, onePerLevel, samplerRow, schemeRow } from '../row.ts'

export const dpmpp2mSde = samplerRow({
  ...onePerLevel,
  name: 'dpmpp2m-sde',
  title: 'DPM-Solver++(2M) SDE',
  source: 'Lu et al. 2022, arXiv:2211.01095, appendix B',
  works: ['lu2022'],
  parameters: {
    eta: z.number().min(0).max(1).default(1).describe('Share of the noise of the reverse SDE; 0 is DPM-Solver++(2M)'),
    s_noise: z.number().positive().default(1).describe('Inflation of the added noise'),
  },
  order: 2,
  stagesInTime: null,
  law: schemeRow({
    ...onSde,
    name: 'dpmpp2m-sde',
    label: 'DPM++ 2M SDE',
    title: 'DPM-Solver++(2M) of the reverse SDE, eta = 1',
    source: 'SDE-DPM-Solver++(2M), eta = 1; Lu et al. 2022, arXiv 2211.01095',
    slot: 14,
    order: 2,
    reach: 2,
    onCanvas: true,
  }),
  studied: false,
  look: 'DPM-Solver++(2M) SDE',
  doctor: { langevin: false },
  kDiffusion: 'sample_dpmpp_2m_sde',
})
