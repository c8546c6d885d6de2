/** DPM-Solver++(2M): a multistep method in log sigma. */
import { onOde, onePerLevel, samplerRow, schemeRow } from '../row.ts'

export const dpmpp2m = samplerRow({
  ...onePerLevel,
  name: 'dpmpp2m',
  aliases: ['dpmpp_2m', 'dpm++2m', 'dpm++_2m', 'DPM++ 2M', 'sample_dpmpp_2m', 'DPMSolverMultistepScheduler'],
  title: 'DPM-Solver++(2M)',
  source: 'Lu et al. 2022, arXiv:2211.01095, Algorithm 2',
  works: ['lu2022'],
  parameters: {},
  order: 2,
  stagesInTime: 1,
  law: schemeRow({
    ...onOde,
    name: 'dpmpp2m',
    label: 'DPM++ 2M',
    title: 'DPM-Solver++(2M)',
    source: 'DPM-Solver++(2M); Lu et al. 2022, arXiv 2211.01095',
    slot: 7,
    order: 2,
    reach: 2,
    onCanvas: true,
  }),
  studied: true,
  look: 'DPM-Solver++(2M)',
  doctor: { langevin: false },
  kDiffusion: 'sample_dpmpp_2m',
})
