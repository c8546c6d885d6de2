/** DPM-Solver++(3M): a multistep method in log sigma on three values. */
import { onOde, onePerLevel, samplerRow, schemeRow } from '../row.ts'

export const dpmpp3m = samplerRow({
  ...onePerLevel,
  name: 'dpmpp3m',
  title: 'DPM-Solver++(3M)',
  source: 'Lu et al. 2022, arXiv:2211.01095, section 4',
  works: ['lu2022'],
  parameters: {},
  order: 2,
  stagesInTime: null,
  law: schemeRow({
    ...onOde,
    name: 'dpmpp3m',
    label: 'DPM++ 3M',
    title: 'DPM-Solver++(3M)',
    source: 'DPM-Solver++(3M); Lu et al. 2022, arXiv 2211.01095',
    slot: 13,
    order: 2,
    reach: 3,
    onCanvas: true,
  }),
  studied: false,
  look: 'DPM-Solver++(3M)',
  doctor: { langevin: false },
  kDiffusion: null,
})
