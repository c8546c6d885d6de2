/** DDIM: Euler in sigma/alpha, with eta of the ancestral noise. */
import { z } from 'zod'
import { onOde, onePerLevel, samplerRow, schemeRow } from '../row.ts'

export const ddim = samplerRow({
  ...onePerLevel,
  name: 'ddim',
  aliases: ['DDIMScheduler'],
  title: 'DDIM',
  source: 'Song, Meng & Ermon 2021, arXiv:2010.02502, eq. 12 and 16',
  works: ['song2021ddim'],
  parameters: { eta: z.number().min(0).max(1).default(0) },
  order: 1,
  stagesInTime: 1,
  law: schemeRow({
    ...onOde,
    name: 'ddim',
    label: 'DDIM',
    title: 'Euler in σ/α',
    source: 'DDIM, Euler in sigma/alpha; Song et al. 2021, arXiv 2010.02502',
    slot: 5,
  }),
  studied: false,
  look: 'DDIM',
  doctor: { langevin: false },
  // Without noise it is Euler's method in sigma (Song et al. 2021, arXiv:2010.02502, section 4.3).
  kDiffusion: 'sample_euler',
})
