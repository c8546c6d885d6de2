/** DPM-Solver++(3M): a multistep method in log sigma on three values. */
import { onePerLevel, samplerRow } from '../row.ts'

export const dpmpp3m = samplerRow({
  ...onePerLevel,
  name: 'dpmpp3m',
  title: 'DPM-Solver++(3M)',
  source: 'Lu et al. 2022, arXiv:2211.01095, section 4',
  works: ['lu2022'],
  parameters: {},
  order: 2,
  stagesInTime: null,
  law: null,
  studied: false,
  look: 'DPM-Solver++(3M)',
  doctor: { langevin: false },
  kDiffusion: null,
})
